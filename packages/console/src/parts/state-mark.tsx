import type { ReactNode } from 'react'

import { Icon, type IconName } from './icon.tsx'

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'unknown'

const usual: Readonly<Record<Tone, IconName>> = {
  good: 'done',
  busy: 'working',
  warn: 'attention',
  bad: 'blocked',
  unknown: 'unknown',
}

/** A state as icon and word; the colour only repeats what they say. */
export function StateMark({ tone, icon, children }: { tone: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className="state" data-tone={tone}>
      <Icon name={icon ?? usual[tone]} />
      <span>{children}</span>
    </span>
  )
}
