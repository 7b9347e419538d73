import { Link } from '@tanstack/react-router'

import { screens } from './screen-list.ts'
import { useWords } from '../words/language.tsx'
import { frameWords, screenNames } from './frame-words.ts'
import { Settings } from './settings.tsx'

export function Navigation({ caseId }: { caseId: string }) {
  const words = useWords(frameWords)
  const names = useWords(screenNames)
  return (
    <div className="rail">
      <nav aria-label={words.screens}>
        <ul>
          {screens.map(({ id, key }) => (
            <li key={id}>
              <Link
                to={`/cases/${encodeURIComponent(caseId)}/${id}`}
                activeProps={{ 'aria-current': 'page' }}
                aria-keyshortcuts={`g ${key}`}
              >
                {names[id]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Settings />
    </div>
  )
}
