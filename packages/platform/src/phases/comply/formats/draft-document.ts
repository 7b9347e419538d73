import { draftWords } from '../../../core/messages/index.ts'
import type { PrintedBlock, PrintedDocument } from '../../../core/printed-document.ts'
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

/** A document for paper and for the archive. Every page says that it is a draft until it is approved. */
export function draftDocument(draft: Draft, standing: Standing): PrintedDocument {
  const { language, title, exercise, sections } = draft
  const words = draftWords[language]
  return {
    title,
    language,
    ...(standing.approvedBy === undefined && { watermark: words.watermark }),
    ...(exercise && { banner: words.exercise }),
    footer: [
      `${draft.case} · ${draft.duty} · ${standing.revision} · ${standing.contentHash.slice(0, 32)}`,
      ...marksOf(draft, standing).slice(exercise ? 1 : 0),
    ],
    parts: [
      {
        language,
        blocks: [
          ...marksOf(draft, standing).map((text) => ({ kind: 'text' as const, text, isStrong: true })),
          { kind: 'heading', level: 1, text: title },
          { kind: 'facts', facts: [[words.recipient, standing.recipient]] },
          ...sections.flatMap((one): readonly PrintedBlock[] => [
            { kind: 'heading', level: 2, text: one.title },
            ...sectionBlocks(shownItems(one.items, draft), draft),
          ]),
          ...(draft.form === 'letter' ? [text(words.notPart)] : []),
          ...linesOf(changeLines(draft, standing)),
          ...linesOf(provenanceLines(draft, standing)),
          text(words.neverSends),
        ],
      },
    ],
  }
}

function sectionBlocks(items: readonly DraftItem[], draft: Draft): readonly PrintedBlock[] {
  if (draft.form === 'letter') return items.flatMap((item) => linesOf(letterText(item, draft).split('\n')))
  return [
    {
      kind: 'facts',
      facts: items.map((item) => {
        const remark = remarkOf(item, draft)
        const name = `${item.key}  ${item.label}${remark === '' ? '' : ` (${remark})`}`
        return [name, item.value ?? statusOf(item, draft)] as const
      }),
    },
  ]
}

function linesOf(lines: readonly string[]): readonly PrintedBlock[] {
  return lines.filter((line) => line.trim() !== '').map((line) => text(line.trim()))
}

function text(words: string): PrintedBlock {
  return { kind: 'text', text: words }
}
