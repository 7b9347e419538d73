import { contentTypes, endingOf, sniff } from '../../src/phases/detect/index.ts'

export type Kind = 'binary' | 'text'

/** Endings that hold text wherever we looked; anything else is read before it counts as text or binary. */
const textEndings = new Set(
  `adoc asm astro awk bash bat bib bzl c cc cfg cjs clj cmake cmd coffee conf cpp cs css csv cxx d dart diff ejs el erb
  erl ex exs f90 fs fxml gemspec go gradle graphql groovy h haml hbs hh hpp hs htm html hxx idl inc inl ini ino ipynb
  java jinja js json json5 jsonl jsp jsx kt kts less lisp lock lua m4 mak markdown md mdx mjs mk ml mli mm mustache nim
  nix patch php phpt pl pm po pod pom pot properties proto ps1 psm1 py pyi pyx r rake rb rest rmd rs rst s sass sbt
  scala scm scss sh sql styl svelte svg swift t tcl tex tf toml ts tsv tsx txt vb vcproj vcxproj vim vue wat wxs xaml
  xhtml xib xlf xml xsd xsl xslt yaml yml zig glif plist csproj vbproj props targets sln resx ruleset ui qrc qss qml am ac
  cabal native latex mss mml ftl pnfo pnml ptxt lng fea link feature spec 1 3 5 xfdf tr mod sum neon rdf texi i l nsi nsh
  vm args config prefs uu config dist designspace ttx fontdef vtt jsm cls sty glyphs out tests sources build pro`.split(
    /\s+/,
  ),
)

/** True when the name alone promises text, so that a sample of such files is enough. */
export function promisesText(path: string): boolean {
  return textEndings.has(endingOf(path)) || /(?:^|\/)(?:[A-Z]+|\.\w+|Makefile|Dockerfile)$/.test(path)
}

/**
 * Binary by git's rule (a NUL among the first 8,000 bytes), and whatever begins like a known binary format: a document
 * without a NUL is no text.
 */
export function kindOf(before: Uint8Array, after: Uint8Array): Kind {
  return [before, after].some((bytes) => hasNul(bytes) || isKnownBinary(bytes)) ? 'binary' : 'text'
}

function hasNul(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8000).includes(0)
}

function isKnownBinary(bytes: Uint8Array): boolean {
  const type = sniff(bytes.subarray(0, 1024))
  return type !== undefined && contentTypes.includes(type)
}

const aliases: Readonly<Record<string, string>> = {
  jpeg: 'jpg',
  jpe: 'jpg',
  tiff: 'tif',
  htm: 'html',
  yml: 'yaml',
  markdown: 'md',
  tgz: 'gz',
  mpeg: 'mpg',
  cc: 'cpp',
  hpp: 'h',
}

/** Endings under which many kinds of content live; the content names the type there. */
const vague = new Set([
  '',
  'bin',
  'dat',
  'data',
  'tmp',
  'bak',
  'orig',
  'new',
  'old',
  'test',
  'in',
  'out',
  'ref',
])

/** What a file is called in the tables: its ending where that says something, else what its bytes say. */
export function typeOf(path: string, bytes: Uint8Array): string {
  const ending = endingOf(path)
  if (!vague.has(ending) && /^[a-z][a-z0-9_-]{0,7}$/.test(ending)) return aliases[ending] ?? ending
  const known = sniff(bytes.subarray(0, 4096))
  return known === undefined || known.name === 'text' ? (hasNul(bytes) ? 'other' : 'plain') : known.name
}
