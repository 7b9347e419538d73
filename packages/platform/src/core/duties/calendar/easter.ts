/**
 * Easter Sunday of a year in the Gregorian calendar, as day number in March (32 is 1 April): the anonymous
 * algorithm of 1876 as Meeus prints it (Astronomical Algorithms, ch. 8).
 */
export function easterInMarch(year: number): number {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100]
  const [d, e] = [Math.floor(b / 4), b % 4]
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const [i, k] = [Math.floor(c / 4), c % 4]
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  return (Math.floor(sum / 31) - 3) * 31 + (sum % 31) + 1
}
