import { useState } from 'react'

import type { LetterShape } from '../../api/shapes.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { letterWords } from './letter-words.ts'

type Block = LetterShape['blocks']['de'][number]
type Level = 3 | 4 | 5

const isWide = (): boolean => window.matchMedia('(min-width: 60rem)').matches

/**
 * A letter in both languages, section by section, the reader's first. Where there is room all of it is open; on a phone
 * each section opens by itself, and the other language, so that nobody scrolls through two metres to reach a button.
 */
export function LetterText({ letter, level = 4 }: { letter: LetterShape; level?: Level }) {
  const words = useWords(letterWords)
  const { language } = useLanguage()
  const [isOpen, setOpen] = useState(isWide)
  const other = language === 'de' ? 'en' : 'de'
  return (
    <div className="letter-text">
      <p className="buttons">
        <button type="button" className="plain" onClick={() => setOpen(!isOpen)}>
          {isOpen ? words.closeSections : words.openSections}
        </button>
      </p>
      <div className="letter-columns">
        <section lang={language} key={`${language} ${isOpen}`}>
          <Sections blocks={letter.blocks[language]} level={level} isOpen={isOpen} />
        </section>
        <details lang={other} key={`${other} ${isOpen}`} open={isOpen}>
          <summary lang={language}>{words.inOther[other]}</summary>
          <Sections blocks={letter.blocks[other]} level={level} isOpen={isOpen} />
        </details>
      </div>
    </div>
  )
}

function Sections({ blocks, level, isOpen }: { blocks: readonly Block[]; level: Level; isOpen: boolean }) {
  const sections = sectionsOf(blocks)
  const Heading = `h${level}` as const
  return sections.map(({ heading, parts }, at) =>
    heading === undefined ? (
      <Parts key="" parts={parts} level={level} />
    ) : (
      // The findings at a glance are what everybody looks for first.
      <details key={heading} open={isOpen || at === 1}>
        <summary>
          <Heading>{heading}</Heading>
        </summary>
        <Parts parts={parts} level={level} />
      </details>
    ),
  )
}

interface Section {
  readonly heading?: string
  /** Each with its place in the letter, which names it. */
  readonly parts: { readonly place: number; readonly part: Block }[]
}

function sectionsOf(blocks: readonly Block[]): readonly Section[] {
  const sections: Section[] = [{ parts: [] }]
  for (const [place, part] of blocks.entries()) {
    if (part.kind === 'heading' && part.level < 3) sections.push({ heading: part.text, parts: [] })
    else sections.at(-1)?.parts.push({ place, part })
  }
  return sections
}

function Parts({ parts, level }: { parts: Section['parts']; level: Level }) {
  return parts.map(({ place, part }) => <Part key={place} part={part} level={level} />)
}

function Part({ part, level }: { part: Block; level: Level }) {
  const Heading = `h${(level + 1) as 4 | 5 | 6}` as const
  switch (part.kind) {
    case 'heading':
      return <Heading>{part.text}</Heading>
    case 'text':
      return <p>{part.isStrong ? <strong>{part.text}</strong> : part.text}</p>
    case 'list':
      return (
        <ul>
          {part.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )
    case 'facts':
      return (
        <dl className="facts">
          {part.facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )
    case 'table':
      return <Table head={part.head} rows={part.rows} />
  }
}

/** On a phone each row is a card: the head stands before each value. */
function Table({ head, rows }: { head: readonly string[]; rows: readonly (readonly string[])[] }) {
  return (
    <table className="list letter-table">
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.join('\n')}>
            {head.map((name, column) => (
              <td key={name} data-head={name}>
                {row[column]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
