import type { Words } from '../estate/index.ts'
import { AnlaufError } from '../failure.ts'
import type { Notice } from './notice.ts'

const heads = ['duty', 'tenants', 'roles', 'ack-hours'] as const
type Head = (typeof heads)[number]

/**
 * A notice as people type it: `name: value` lines, then `[subject de]`, `[subject en]`, `[de]`, `[en]`, and for single
 * customers `[own TENANT de]`, `[own TENANT en]`. `tenants` is a list, or "affected" (the default) for `affected`.
 * Throws `input-invalid` with the line.
 */
export function parseNoticeFile(
  notice: string,
  text: string,
  { affected }: { readonly affected: readonly string[] },
): Notice {
  const { head, sections } = readParts(text)
  const tenants = head.get('tenants') ?? 'affected'
  const own = ownTexts(sections)
  const duty = head.get('duty')
  const roles = head.get('roles')
  return {
    notice,
    tenants: tenants === 'affected' ? affected : listOf(tenants),
    ackHours: Number(head.get('ack-hours') ?? 6),
    subject: pair(sections, 'subject de', 'subject en'),
    text: pair(sections, 'de', 'en'),
    ...(duty !== undefined && { duty }),
    ...(roles !== undefined && { roles: listOf(roles) }),
    ...(Object.keys(own).length > 0 && { own }),
  }
}

function readParts(text: string) {
  const head = new Map<Head, string>()
  const sections = new Map<string, string>()
  let section: string | undefined
  for (const [at, line] of text.replaceAll('\r\n', '\n').split('\n').entries()) {
    const marked = /^\[([^[\]]{1,80})\]\s*$/.exec(line)?.[1]
    if (marked !== undefined) {
      section = marked
      if (!/^(?:(?:subject |own [A-Za-z0-9._-]{1,64} )?(?:de|en))$/.test(marked) || sections.has(marked)) {
        throw unfit(
          `line ${at + 1}: [${marked}] is unknown or there twice`,
          'Sections: [subject de], [subject en], [de], [en], [own TENANT de], [own TENANT en].',
        )
      }
      sections.set(marked, '')
    } else if (section !== undefined) sections.set(section, `${sections.get(section) ?? ''}${line}\n`)
    else if (line.trim() !== '') {
      const [, name = '', value = ''] = /^([a-z-]+):\s*(.*?)\s*$/.exec(line) ?? []
      const known = heads.find((one) => one === name)
      if (known === undefined || head.has(known)) {
        throw unfit(
          `line ${at + 1} is not understood`,
          `Before the first section write NAME: VALUE; names: ${heads.join(', ')}.`,
        )
      }
      head.set(known, value)
    }
  }
  return { head, sections }
}

function ownTexts(sections: ReadonlyMap<string, string>): Readonly<Record<string, Words>> {
  const tenants = [...sections.keys()].flatMap((name) => /^own (\S+) (?:de|en)$/.exec(name)?.[1] ?? [])
  return Object.fromEntries(
    [...new Set(tenants)].map((tenant) => [tenant, pair(sections, `own ${tenant} de`, `own ${tenant} en`)]),
  )
}

function pair(sections: ReadonlyMap<string, string>, de: string, en: string): Words {
  for (const name of [de, en]) {
    if ((sections.get(name) ?? '').trim() === '') {
      throw unfit(`[${name}] is missing or empty`, 'Both languages are signed and sent together.')
    }
  }
  return { de: (sections.get(de) ?? '').trim(), en: (sections.get(en) ?? '').trim() }
}

function listOf(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((one) => one !== ''))]
}

function unfit(what: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', `The notice cannot be read: ${what}.`, { hint })
}
