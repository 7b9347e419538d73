import { endingOf, sniff, zipEntries } from '../../detect/index.ts'

/** What a file can do beyond lying there, in words for people; `kind` says who has to look at it. */
export interface Power {
  readonly kind: 'program' | 'rule'
  readonly what: string
}

const programEndings = words(
  'exe dll sys scr com msi msix cpl ocx so dylib ko jar class apk sh bash zsh csh ksh ps1 psm1 psd1 bat cmd vbs vbe js mjs jse wsf wsh hta lnk pif reg php phtml phar jsp jspx asp aspx ashx asmx cgi pl py pyc rb lua docm dotm xlsm xltm xlam pptm potm ppam service timer socket desktop',
)

const programPlaces: readonly (readonly [RegExp, string])[] = [
  [/\/(?:cron\.(?:d|daily|hourly|weekly|monthly)|spool\/cron)\/|\/(?:ana)?crontab$/, 'a scheduled task'],
  [/\/(?:etc|lib|usr\/lib)\/systemd\/|\/etc\/(?:init\.d|rc\d?\.d|rc\.local)/, 'starts a service'],
  [/\/windows\/(?:system32\/)?tasks\/|\/start menu\/programs\/startup\//i, 'starts by itself'],
  [/\/\.ssh\/|\/authorized_keys2?$/, 'lets somebody in (SSH)'],
  [/\/(?:www|htdocs|public_html|wwwroot|webapps)\//i, 'lies in a folder that a web server serves'],
  [/\/\.(?:htaccess|user\.ini)$|\/web\.config$/i, 'tells a web server what to do'],
  [
    /\/(?:\.bashrc|\.profile|\.bash_profile|\.zshrc|ld\.so\.preload)$|\/etc\/(?:profile\.d|pam\.d|sudoers)/,
    'runs at every sign-in',
  ],
]

const rulePlaces: readonly (readonly [RegExp, string])[] = [
  [/\.sieve$|\/\.(?:forward|procmailrc|qmail[^/]*|mailfilter)$|\/(?:virtual|aliases)$/, 'a rule for mail'],
  [
    /\/(?:pg_hba|pg_ident|postgresql(?:\.auto)?)\.conf$|\/my\.cnf$|\/mysql\/mariadb\.conf\.d\//,
    'rights or settings of a database',
  ],
]

const binaryPrograms = new Map([
  ['elf', 'a program (ELF)'],
  ['pe', 'a program (Windows)'],
  ['class', 'a program (Java)'],
  ['wasm', 'a program (WebAssembly)'],
])

/** New rights and code in a dump of a database. */
const databaseRights =
  /^\s*(?:CREATE|ALTER)\s+(?:OR\s+REPLACE\s+)?(?:DEFINER\s*=\s*\S+\s+)?(ROLE|USER|FUNCTION|PROCEDURE|TRIGGER|EVENT|EXTENSION)\b|^\s*(GRANT)\s/gim

/**
 * What a version can do, judged by its place, its name and its bytes; `before` is the version before it, without
 * which everything counts as new. `head` is at least the first 4 KiB, `whole` all of it when it was read.
 */
export function powersOf(file: {
  readonly path: string
  readonly mode: number
  readonly oldMode: number | undefined
  readonly head: Uint8Array
  readonly whole: Uint8Array | undefined
  readonly before: Uint8Array | undefined
}): readonly Power[] {
  const { path, head, whole } = file
  const named = programPlaces.flatMap(([place, what]) => (place.test(path) ? [program(what)] : []))
  const rules = rulePlaces.flatMap(([place, what]) => (place.test(path) ? [rule(what)] : []))
  const byName = programEndings.has(endingOf(path))
    ? [program(`a program by its name (.${endingOf(path)})`)]
    : []
  const mayRun = (file.mode & 0o111) !== 0 && ((file.oldMode ?? 0) & 0o111) === 0
  return [
    ...named,
    ...rules,
    ...byName,
    ...byContent(head),
    ...(mayRun ? [program('may be executed since then')] : []),
    ...(whole !== undefined && holdsMacros(whole) ? [program('a document with macros')] : []),
    ...(whole === undefined ? [] : newRights(whole, file.before)),
  ]
}

/** True when only the whole content says what a file can do: documents for their macros, dumps for their rights. */
export function needsWhole(path: string, head: Uint8Array): boolean {
  const type = sniff(head)?.name
  return type === 'zip' || type === 'ole2' || endingOf(path) === 'sql' || beginsAsDump(head)
}

function byContent(head: Uint8Array): Power[] {
  const binary = binaryPrograms.get(sniff(head)?.name ?? '')
  if (binary !== undefined) return [program(binary)]
  const begin = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 4096)).toString('latin1')
  if (begin.startsWith('#!')) return [program('a script')]
  if (/^\s*<\?php|<script\b[^>]*runat=["']?server|<%@\s*page/i.test(begin))
    return [program('a script for a web server')]
  if (/^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+) AAAA/m.test(begin))
    return [program('lets somebody in (SSH)')]
  return begin.startsWith('L\0\0\0\u0001\u0014\u0002\0') ? [program('a link that starts something')] : []
}

/** `vbaProject.bin` in an office document; in an older one the stream that every macro needs. */
function holdsMacros(bytes: Uint8Array): boolean {
  const type = sniff(bytes)?.name
  if (type === 'zip') {
    for (const { name } of zipEntries(bytes))
      if (/(?:^|\/)vbaProject\.bin$|macrosheets\//i.test(name)) return true
    return false
  }
  return type === 'ole2' && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(vbaStream)
}

const vbaStream = Buffer.from('_VBA_PROJECT', 'utf16le')

function beginsAsDump(head: Uint8Array): boolean {
  return /PostgreSQL database (?:cluster )?dump|(?:MySQL|MariaDB) dump/.test(
    Buffer.from(head).toString('latin1', 0, 400),
  )
}

/** Rights and code of a database that the version before did not have so often. */
function newRights(bytes: Uint8Array, before: Uint8Array | undefined): Power[] {
  if (sniff(bytes)?.name !== 'text') return []
  const [now, old] = [countRights(bytes), countRights(before ?? new Uint8Array(0))]
  return [...now].flatMap(([what, count]) =>
    count > (old.get(what) ?? 0) ? [rule(`a dump with new ${what.toLowerCase()}`)] : [],
  )
}

function countRights(bytes: Uint8Array): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const [, made, granted] of Buffer.from(bytes).toString('latin1').matchAll(databaseRights)) {
    const what = (made ?? granted ?? '').toUpperCase()
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  return counts
}

function program(what: string): Power {
  return { kind: 'program', what }
}

function rule(what: string): Power {
  return { kind: 'rule', what }
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}
