import { frameWords } from '../frame/frame-words.ts'
import { useWords } from '../words/language.tsx'
import { csvOf } from './csv.ts'
import { Icon } from './icon.tsx'

interface CsvButtonProps {
  readonly name: string
  /** Made when it is asked for. */
  readonly rows: () => readonly (readonly (string | number | null)[])[]
}

/** The list as it is shown, as a file. */
export function CsvButton({ name, rows }: CsvButtonProps) {
  const words = useWords(frameWords)
  return (
    <button type="button" className="plain" onClick={() => save(`${name}.csv`, csvOf(rows()))}>
      <Icon name="down" />
      {words.csv}
    </button>
  )
}

function save(name: string, text: string): void {
  // The mark at the start makes spreadsheets read UTF-8.
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
