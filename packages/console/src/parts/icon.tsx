/** One line drawing each, 16 × 16. Beside a word always, so they are hidden from screen readers. */
const shapes = {
  home: 'M2.5 7.5 8 3l5.5 4.5M4 7v6h8V7',
  alarm: 'M8 2 1.5 13.5h13ZM8 6.5v3.5M8 11.8v.2',
  exercise: 'M3 13V3h7l-1.5 2.5L10 8H3',
  live: 'M3 8.5 6.5 12 13 4.5',
  done: 'M3 8.5 6.5 12 13 4.5',
  waiting: 'M8 2.5a5.5 5.5 0 1 0 .01 0M8 5v3.2l2 1.3',
  cut: 'M2.5 2.5l11 11M5 8H2.5M13.5 8H11M8 5V2.5M8 13.5V11',
  blocked: 'M8 2.5a5.5 5.5 0 1 0 .01 0M4.2 4.2l7.6 7.6',
  unknown: 'M5.8 6a2.2 2.2 0 1 1 3.4 1.9C8.4 8.4 8 8.9 8 9.8M8 12v.2',
  working: 'M13 8a5 5 0 1 1-1.5-3.5M13 2.5V5h-2.5',
  attention: 'M8 2.5a5.5 5.5 0 1 0 .01 0M8 5v3.5M8 10.8v.2',
  proof: 'M4 2.5h5.5L12 5v8.5H4ZM6 7.5h4M6 10h4',
  next: 'M6 3.5 10.5 8 6 12.5',
  person: 'M8 3a2.4 2.4 0 1 0 .01 0M3 13.5c.6-3 2.5-4.2 5-4.2s4.4 1.2 5 4.2',
  down: 'M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10',
  shield: 'M8 2 3 4v4c0 3 2.2 5 5 6 2.8-1 5-3 5-6V4ZM5.8 8l1.6 1.6L10.4 6.4',
} as const

export type IconName = keyof typeof shapes

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  )
}
