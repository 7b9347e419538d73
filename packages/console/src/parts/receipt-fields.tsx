import { useWords, words } from '../words/language.tsx'
import { fileDigest } from './file-digest.ts'
import { formText, typedIn } from './form-text.ts'
import { localTime } from './local-time.ts'
import { TimeField } from './time-field.tsx'

const receiptWords = words({
  en: {
    file: 'The receipt',
    fileNote: 'It stays here: only its SHA-256 goes into the case. Keep the file.',
    reference: 'File number of the recipient (may be empty)',
    delay: 'If it is late: why',
  },
  de: {
    file: 'Der Beleg',
    fileNote: 'Er bleibt hier: Nur sein SHA-256 kommt in den Fall. Die Datei aufbewahren.',
    reference: 'Aktenzeichen des Empfängers (darf leer bleiben)',
    delay: 'Wenn es zu spät ist: warum',
  },
})

/** What proves that something was done: when, the receipt, whose file number it has, and why it came late. */
export function ReceiptFields({ at, isLate }: { at: string; isLate: boolean }) {
  const says = useWords(receiptWords)
  return (
    <>
      <TimeField name="at" label={at} required />
      <label>
        {says.file}
        <input type="file" name="receipt" required />
        <span className="quiet">{says.fileNote}</span>
      </label>
      <label>
        {says.reference}
        <input name="reference" maxLength={500} autoComplete="off" />
      </label>
      <label>
        {says.delay}
        <input name="delayReason" maxLength={500} autoComplete="off" required={isLate} />
      </label>
    </>
  )
}

/** What was typed into them. The receipt stays on this machine: the browser hashes it, and the hash is the proof. */
export async function receiptOf(form: FormData) {
  const file = form.get('receipt')
  return {
    at: localTime(formText(form, 'at'))?.toISOString(),
    digest: file instanceof File ? await fileDigest(file) : '',
    more: typedIn(form, 'reference', 'delayReason'),
  }
}
