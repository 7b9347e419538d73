import { casePath } from '../../api/queries.ts'
import { Icon } from '../../parts/icon.tsx'
import { useWords } from '../../words/language.tsx'
import { evidenceWords } from './evidence-words.ts'

/** The evidence for somebody who does not trust this screen. */
export function TakeAway({ caseId }: { caseId: string }) {
  const words = useWords(evidenceWords)
  return (
    <section className="block" aria-labelledby="take-away">
      <h2 id="take-away">{words.exportTitle}</h2>
      <p>
        <a
          className="button plain"
          href={`${casePath(caseId)}/evidence.ndjson`}
          download={`${caseId}.ndjson`}
        >
          <Icon name="down" />
          {words.download}
        </a>
      </p>
      <p>
        {words.signed}
        <br />
        <code>npx anlauf evidence export --case {caseId} --to FOLDER</code>
      </p>
    </section>
  )
}
