import type { ReactNode } from 'react'

import { Icon, type IconName } from './icon.tsx'

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'unknown'

const icons: Readonly<Record<Tone, IconName>> = {
  good: 'done',
  busy: 'waiting',
  warn: 'attention',
  bad: 'blocked',
  unknown: 'unknown',
}

/** A state by word and drawing; colour only underlines it. */
export function State({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className="state" data-tone={tone}>
      <Icon name={icons[tone]} />
      {children}
    </span>
  )
}
