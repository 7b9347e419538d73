import type { Draw } from './language.ts'

/** Brightness at a place, 0 to 255: soft light, and grain as a camera adds it. */
export function softLight(draw: Draw): (x: number, y: number) => number {
  const [fx, fy, phase] = [(1 + draw(50)) / 1000, (1 + draw(50)) / 1000, draw(6)]
  return (x, y) => 120 + 80 * Math.sin(x * fx + phase) * Math.cos(y * fy) + draw(8)
}
