import { siteWords } from '../../core/messages/index.ts'
import type { PrintedBlock, PrintedDocument } from '../../core/printed-document.ts'
import { exerciseMark } from './page.ts'
import type { PageContext } from './page-context.ts'
import { type Block, blocksOf } from './page-blocks.ts'
import { homePath } from './paths.ts'

/**
 * A page of ours as a document for paper and archives: the words of its main part, where it lies, a code that leads to the
 * overview. Nothing of the edition is in it, so that the document of an update stays the same file.
 */
export function pdfTwin(
  page: string,
  path: string,
  { view, words, edition }: Pick<PageContext, 'view' | 'words' | 'edition'>,
): PrintedDocument {
  const { language } = words
  const main = /<main id="content">([^]*)<\/main>/.exec(page)?.[1] ?? ''
  const blocks = blocksOf(main.replaceAll(/<p class="turn">[^]*?<\/p>/g, ''))
  const title =
    blocks
      .find(({ kind }) => kind === 'h1')
      ?.text.replaceAll(/\s+/g, ' ')
      .trim() ?? view.provider
  const url = edition?.url
  const code: readonly PrintedBlock[] =
    url === undefined
      ? []
      : [
          {
            kind: 'code',
            link: `${url}${homePath(words).replace(/index\.html$/, '')}`,
            caption: `${siteWords[language].onPaper} ${url}`,
          },
        ]
  return {
    title,
    language,
    parts: [{ language, blocks: [...printed(blocks.filter(({ kind }) => kind !== 'h1')), ...code] }],
    ...(view.exercise && { watermark: words.exercise, banner: `${words.exercise}: ${words.exerciseNote}` }),
    footer: [
      `${exerciseMark(view, words)}${words.siteTitle(view.provider)}`,
      ...(url === undefined ? [] : [`${url}${path}`]),
    ],
  }
}

/** Points of one list together, names with their values; all else by itself. */
function printed(blocks: readonly Block[]): readonly PrintedBlock[] {
  const out: PrintedBlock[] = []
  for (const { kind, mark, text } of blocks) {
    const last = out.at(-1)
    const words = text.replaceAll(/[^\S\n]+/g, ' ').trim()
    if (kind === 'h2' || kind === 'h3')
      out.push({ kind: 'heading', level: kind === 'h2' ? 2 : 3, text: words })
    else if (kind === 'li') {
      const item = mark === '- ' ? words : `${mark}${words}`
      if (last?.kind === 'list') out.splice(-1, 1, { kind: 'list', items: [...last.items, item] })
      else out.push({ kind: 'list', items: [item] })
    } else if (kind === 'dt') out.push({ kind: 'facts', facts: [[words, '']] })
    else if (kind === 'dd' && last?.kind === 'facts') {
      const [[name] = ['']] = last.facts
      out.splice(-1, 1, { kind: 'facts', facts: [[name, words]] })
    } else out.push({ kind: 'text', text: words })
  }
  return out
}
