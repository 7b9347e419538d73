import type { JobShown } from '../../api/shapes.ts'
import { bytes, count } from '../../words/format.ts'
import { type Language, useLanguage, useWords } from '../../words/language.tsx'
import { resultWords } from './result-words.ts'

type Figures = NonNullable<JobShown['result']>
type Names = Readonly<Record<string, string>>

/** Bytes of each service in a plan, as `core/jobs/said.ts` names them. */
const bytesOf = 'bytesOf.'

/** What came of a job, in words; a service of which nothing is in the plan is not listed. */
export function JobResult({ result }: { result: Figures }) {
  const { language } = useLanguage()
  const names = useWords(resultWords)
  const shown = Object.entries(result).filter(([name, value]) => !(name.startsWith(bytesOf) && value === 0))
  return (
    <dl className="facts">
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{nameOf(name, names)}</dt>
          <dd className="breakable">{valueOf(name, value, names, language)}</dd>
        </div>
      ))}
    </dl>
  )
}

function nameOf(name: string, names: Names): string {
  if (name.startsWith(bytesOf)) return `${names['bytes']}: ${name.slice(bytesOf.length)}`
  return names[name] ?? name
}

function valueOf(name: string, value: Figures[string], names: Names, language: Language): string {
  if (typeof value === 'boolean') return names[value ? 'yes' : 'no'] ?? String(value)
  if (typeof value === 'string') return value
  return name === 'bytes' || name.startsWith(bytesOf) ? bytes(value, language) : count(value, language)
}
