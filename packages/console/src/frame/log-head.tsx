import { exactTime } from '../words/format.ts'
import { useLanguage, useWords } from '../words/language.tsx'
import { frameWords } from './frame-words.ts'

/** The entry up to which the screen is true. */
export function LogHead({ seq, asOf }: { seq: number; asOf: string }) {
  const words = useWords(frameWords)
  const { language } = useLanguage()
  return (
    <div className="log-head">
      <dt>{words.head}</dt>
      <dd title={exactTime(asOf, language)}>
        {words.entry} {seq}
      </dd>
    </div>
  )
}
