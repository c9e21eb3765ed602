/** Clock times for the user: 27,000 s as 07:30. */
export function clockText(time_s: number): string {
  const minutes = Math.floor(time_s / 60);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
