/** Names as ids that SUMO takes. */

/** What ids may hold. In prohibitions netconvert takes what follows an underscore for a lane. */
export const PLAIN = { others: /[^\p{L}\p{N}_.#-]/gu, sign: '_' };
export const PLAIN_IN_PROHIBITIONS = { others: /[^\p{L}\p{N}.#-]/gu, sign: '.' };

/** Ids without what SUMO does not take, each of its own. */
export function sumoIds(
  things: readonly { readonly name: string }[],
  { others, sign }: typeof PLAIN,
): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const idOf = new Map<string, string>();
  for (const { name } of things) {
    const plain = name.replace(others, sign).replace(/^[:_.-]*/, '') || 'x';
    let id = plain;
    for (let number = 2; taken.has(id); number++) id = `${plain}.${number}`;
    taken.add(id);
    idOf.set(name, id);
  }
  return idOf;
}
