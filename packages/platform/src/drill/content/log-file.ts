import type { Random } from '../random.ts'

/** Lines of a web application's log on one day. */
export function logText(random: Random, day: Date, lines: number): string {
  const start = day.getTime()
  return Array.from({ length: lines }, (_, line) => {
    const at = new Date(start + Math.floor((line / lines) * 86_400_000)).toISOString()
    const path = random.pick(['/login', '/contracts', '/offers/new', '/search', '/api/claims'])
    return `${at} 192.0.2.${random.below(254)} GET ${path} ${random.pick([200, 200, 200, 304, 404])} ${random.below(90_000)}\n`
  }).join('')
}
