import { draftWords } from '../../../core/messages/index.ts'
import type { Draft, DraftItem } from '../draft.ts'
import {
  changeLines,
  letterText,
  marksOf,
  provenanceLines,
  remarkOf,
  shownItems,
  type Standing,
  statusOf,
} from './plain-text.ts'

/** For people who read and edit with others; values are quoted as they are, not taken for markup. */
export function markdown(draft: Draft, standing: Standing): string {
  const words = draftWords[draft.language]
  const lines = [
    ...marksOf(draft, standing).map((mark) => `> **${escaped(mark)}**  `),
    '',
    `# ${escaped(draft.title)}`,
    '',
    `${words.recipient}: ${escaped(standing.recipient)}`,
    '',
    ...draft.sections.flatMap(({ title, items }) => [
      `## ${escaped(title)}`,
      '',
      ...shownItems(items, draft).flatMap((item) => itemLines(item, draft)),
    ]),
    ...(draft.form === 'letter' ? [escaped(words.notPart), ''] : []),
    ...changeLines(draft, standing).map(escaped),
    ...provenanceLines(draft, standing).map((line) => `${escaped(line)}  `),
    '',
  ]
  return lines.join('\n')
}

function itemLines(item: DraftItem, draft: Draft): readonly string[] {
  const text = draft.form === 'letter' ? letterText(item, draft) : (item.value ?? statusOf(item, draft))
  const value = text.split('\n').map((line) => `${escaped(line)}  `)
  if (draft.form === 'letter') return [...value, '']
  const remark = remarkOf(item, draft)
  return [
    `**${item.key}** ${escaped(item.label)}${remark === '' ? '' : ` *(${escaped(remark)})*`}`,
    '',
    ...value,
    '',
  ]
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#+|~]/g, (mark) => `\\${mark}`)
}
