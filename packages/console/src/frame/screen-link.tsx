import { Link } from '@tanstack/react-router'

import { Icon } from '../parts/icon.tsx'
import { screens } from './screen-list.ts'
import { useWords } from '../words/language.tsx'
import { screenNames } from './frame-words.ts'

export function hasScreen(screen: string): boolean {
  return screens.some(({ id }) => id === screen)
}

/** A button to another screen of the case; nothing where there is no such screen. */
export function ScreenLink({ caseId, screen }: { caseId: string; screen: string }) {
  const names = useWords(screenNames)
  const found = screens.find(({ id }) => id === screen)
  if (found === undefined) return null
  return (
    <Link to={`/cases/${encodeURIComponent(caseId)}/${found.id}`} className="button plain">
      {names[found.id]}
      <Icon name="next" />
    </Link>
  )
}
