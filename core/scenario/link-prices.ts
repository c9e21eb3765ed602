/** Reads the list `routing.linkPrices` of a scenario file: rows, or what is wrong with the first bad one. */
import { shown } from '../base/errors.js';
import type { FieldValue, Refusal } from './field-value.js';
import { type LinkPrice, PRICED_CLASSES, type PricedClass } from './routing-settings.js';
import type { ScenarioField } from './scenario-fields.js';

const DAY_s = 86_400;
const MOST_TOLL = 1000;

/** Reads one value as a field of `kind` is read anywhere. */
type ReadValue = (field: ScenarioField, value: unknown) => FieldValue | Refusal;

export function linkPricesValue(
  value: unknown,
  readValue: ReadValue,
): readonly LinkPrice[] | Refusal {
  if (!Array.isArray(value)) return wrong('SCN-002', 'must be a list of prices', -1);
  const prices: LinkPrice[] = [];
  for (const [entry, each] of value.entries()) {
    const price = linkPriceOf(each, entry, readValue);
    if ('code' in price) return price;
    prices.push(price);
  }
  return prices;
}

const KEYS = ['links', 'vehicleClass', 'from_s', 'to_s', 'toll', 'isAvoided'];

function linkPriceOf(each: unknown, entry: number, readValue: ReadValue): LinkPrice | Refusal {
  if (each === null || typeof each !== 'object' || Array.isArray(each)) {
    return wrong('SCN-002', `must be a group with ${KEYS.join(', ')}`, entry);
  }
  const given = each as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    return wrong('SCN-003', `has ${shown(unknown)}, which is none of ${KEYS.join(', ')}`, entry);
  }
  const { links, vehicleClass = 'all', from_s = 0, to_s = DAY_s } = given;
  const { toll = 0, isAvoided = false } = given;
  if (!Array.isArray(links) || links.length === 0 || links.some((link) => !isName(link))) {
    return wrong('SCN-003', 'needs links, a list of names of links', entry);
  }
  if (typeof isAvoided !== 'boolean') {
    return wrong('SCN-002', `isAvoided must be true or false, got ${shown(isAvoided)}`, entry);
  }
  const found: FieldValue[] = [];
  const parts = [
    [{ kind: 'choice', choices: PRICED_CLASSES }, vehicleClass],
    [{ kind: 'clock', min: 0, max: DAY_s }, from_s],
    [{ kind: 'clock', min: 0, max: DAY_s }, to_s],
    [{ kind: 'number', min: 0, max: MOST_TOLL }, toll],
  ] as const;
  for (const [at, [part, partValue]] of parts.entries()) {
    const read = readValue({ ...ANY, ...part }, partValue);
    if (typeof read === 'object') {
      const { code, message } = read as Refusal;
      return wrong(code, `${KEYS[at + 1]} ${message}`, entry);
    }
    found.push(read);
  }
  if (found[3] === 0 && !isAvoided) {
    return wrong('SCN-003', 'needs a toll above 0, or isAvoided: true', entry);
  }
  return {
    links: links as string[],
    vehicleClass: found[0] as PricedClass,
    from_s: found[1] as number,
    to_s: found[2] as number,
    toll: found[3] as number,
    isAvoided,
  };
}

const isName = (value: unknown): boolean => typeof value === 'string' && value !== '';

const ANY = {
  path: 'routing.linkPrices',
  unit: '',
  min: Number.NEGATIVE_INFINITY,
  max: Number.POSITIVE_INFINITY,
  choices: [],
  sentence: '',
};

const wrong = (code: Refusal['code'], message: string, entry: number): Refusal => ({
  code,
  message,
  entry,
});
