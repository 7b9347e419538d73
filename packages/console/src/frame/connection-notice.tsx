import { useLive } from '../live/live-case.tsx'
import { Icon } from '../parts/icon.tsx'
import { absoluteTime } from '../words/format.ts'
import { useLanguage, useWords } from '../words/language.tsx'
import { frameWords } from './frame-words.ts'
import { signInAddress } from './sign-in-address.ts'

/** Above every screen as soon as it cannot be trusted to be current; it never takes the focus. */
export function ConnectionNotice({ asOf }: { asOf: string }) {
  const words = useWords(frameWords)
  const { language } = useLanguage()
  const { connection } = useLive()
  if (connection.kind === 'connecting' || connection.kind === 'live') return null
  // One try more is no news: a restart of the server is over before anybody has read this.
  if (connection.kind === 'lost' && connection.tries < 2) return null
  return (
    <div className="notice" data-state={connection.kind}>
      <Icon name="cut" />
      {connection.kind === 'lost' && <p>{words.lostNote(absoluteTime(asOf, language))}</p>}
      {connection.kind === 'rewound' && (
        <p>
          <strong>{words.rewound}.</strong> {words.rewoundNote}
        </p>
      )}
      {connection.kind === 'signedOut' && (
        <p>
          <strong>{words.signedOut}.</strong> {words.signedOutNote}{' '}
          <a href={signInAddress()}>{words.signIn}</a>
        </p>
      )}
    </div>
  )
}
