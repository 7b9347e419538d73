import { useLive } from '../live/live-case.tsx'
import { Icon } from '../parts/icon.tsx'
import { absoluteTime } from '../words/format.ts'
import { useLanguage, useWords } from '../words/language.tsx'
import { frameWords } from './frame-words.ts'

/** Whether the screen hears of what happens, as icon and word. */
export function ConnectionState() {
  const words = useWords(frameWords)
  const { language } = useLanguage()
  const { connection } = useLive()
  const said =
    connection.kind === 'lost' ? words.lost(absoluteTime(connection.since, language)) : words[connection.kind]
  return (
    <div className="connection" data-state={connection.kind}>
      <dt>{words.connection}</dt>
      <dd>
        <span role="status">
          <Icon
            name={connection.kind === 'live' ? 'live' : connection.kind === 'connecting' ? 'waiting' : 'cut'}
          />
          {said}
        </span>
      </dd>
    </div>
  )
}
