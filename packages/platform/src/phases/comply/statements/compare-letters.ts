import { statementWords } from '../../../core/messages/index.ts'
import { blockLines } from './plain-statement.ts'
import type { StatementContent } from './statement-content.ts'

/** What of a section is gone and what came, line by line; a section of which nothing changed is left out. */
export interface SectionChange {
  readonly heading: string
  readonly gone: readonly string[]
  readonly come: readonly string[]
}

/** Two revisions of a letter beside each other, section by section, in the order of the later one. */
export function compareLetters(
  before: Pick<StatementContent, 'text'>,
  now: Pick<StatementContent, 'text' | 'title'>,
  language: 'de' | 'en',
): readonly SectionChange[] {
  const [old, fresh] = [sectionsOf(before, language), sectionsOf(now, language)]
  const headings = [...new Set([...fresh.keys(), ...old.keys()])]
  return headings.flatMap((heading): readonly SectionChange[] => {
    // It says the same as what is compared here.
    if (heading === statementWords[language].headings.changes) return []
    const [was, is] = [old.get(heading) ?? [], fresh.get(heading) ?? []]
    const gone = without(was, is)
    const come = without(is, was)
    const shown = heading === beginning ? now.title[language] : heading
    return gone.length + come.length === 0 ? [] : [{ heading: shown, gone, come }]
  })
}

/** Above the first heading. */
const beginning = ''

/** Lines below each heading of the second level; services have headings of the third, so their name stands before a line. */
function sectionsOf(
  { text }: Pick<StatementContent, 'text'>,
  language: 'de' | 'en',
): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>()
  // The title bears the number of the revision: what stands below it is compared all the same.
  let lines: string[] = []
  let service = ''
  sections.set(beginning, lines)
  for (const block of text[language]) {
    if (block.kind === 'heading' && block.level < 3) {
      lines = []
      service = ''
      sections.set(block.text, lines)
    } else if (block.kind === 'heading') service = `${block.text}: `
    else lines.push(...blockLines(block).flatMap((line) => (line === '' ? [] : [service + line])))
  }
  return sections
}

/** Each line as often as it is there more. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
  return lines.filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  })
}
