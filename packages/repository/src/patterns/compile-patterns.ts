import { posix } from 'node:path'

import { lowerCase } from './lower-case.ts'
import { compileName } from './name-pattern.ts'

/** A list of patterns, compiled once and asked for every path. */
export interface PathPatterns {
  /** False when no pattern was given: then nothing matches. */
  readonly isEmpty: boolean
  /** A pattern fits the absolute path or something above it, and no later `!pattern` takes it back. */
  matches(path: string): boolean
  /** The directory itself may not match, but something below it can: it must be looked into. */
  reaches(directory: string): boolean
}

/** One name of a pattern, or `**`: any number of names. */
type Part = ((name: string) => boolean) | typeof anyDepth

interface Pattern {
  /** Starts with `/`: anchored at the root. Others fit any run of names inside the path. */
  readonly isAbsolute: boolean
  /** Starts with `!`: takes back what an earlier pattern matched. */
  readonly isNegated: boolean
  readonly parts: readonly Part[]
}

const anyDepth = '**'
const anyName = (): boolean => true

/**
 * Compiles patterns; the order matters where some start with `!`. With `ignoreCase` patterns and paths are
 * lowered first. Meaning: restic's `filter` package. Throws `invalid-argument` for a malformed pattern.
 */
export function compilePatterns(
  patterns: readonly string[],
  { ignoreCase = false }: { ignoreCase?: boolean } = {},
): PathPatterns {
  const compiled = patterns
    .filter((pattern) => pattern !== '')
    .map((pattern) => compile(ignoreCase ? lowerCase(pattern) : pattern))
  const namesOf = (path: string): string[] => (ignoreCase ? lowerCase(path) : path).split('/').slice(1)
  if (compiled.length === 0) return { isEmpty: true, matches: () => false, reaches: () => false }
  return {
    isEmpty: false,
    matches: (path) => takeInTurn(compiled, namesOf(path), fits),
    reaches: (directory) => takeInTurn(compiled, namesOf(directory), mayFitBelow),
  }
}

/** The last word wins: a pattern takes a path in, a later `!pattern` that fits the path takes it out again. */
function takeInTurn(
  patterns: readonly Pattern[],
  names: readonly string[],
  test: (pattern: Pattern, names: readonly string[]) => boolean,
): boolean {
  let isTaken = false
  for (const pattern of patterns) {
    if (pattern.isNegated === isTaken)
      isTaken = pattern.isNegated ? !fits(pattern, names) : test(pattern, names)
  }
  return isTaken
}

function compile(text: string): Pattern {
  const isNegated = text.startsWith('!')
  const clean = cleanPath(isNegated ? text.slice(1) : text)
  const isAbsolute = clean.startsWith('/')
  // "/" alone means everything: splitting it leaves an empty name, which restic reads as "**".
  const names = clean === '/' ? [anyDepth] : clean.slice(isAbsolute ? 1 : 0).split('/')
  const parts = names.map((name) => (name === anyDepth ? anyDepth : compileName(name)))
  return { isAbsolute, isNegated, parts }
}

/** Go's `filepath.Clean`: no doubled or final slashes, no `.`, no `..` behind a name. */
function cleanPath(path: string): string {
  const clean = posix.normalize(path)
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean
}

/**
 * True when the pattern fits a run of names: at the start for an absolute pattern, anywhere for others. `**` is
 * tried as no name, one, two and so on. Like in restic every further `**` counts as one name while the first
 * is tried, so with two of them a few short paths do not fit that one would expect to.
 */
function fits(pattern: Pattern, names: readonly string[]): boolean {
  const { isAbsolute, parts } = pattern
  const at = parts.indexOf(anyDepth)
  if (at === -1) return fitsRun(pattern, names)
  const most = names.length - parts.length + (isAbsolute ? 1 : 2)
  for (let length = 0; length <= most; length += 1) {
    const between = Array.from({ length }, () => anyName)
    const expanded = [...parts.slice(0, at), ...between, ...parts.slice(at + 1)]
    if (fits({ ...pattern, parts: expanded }, names)) return true
  }
  return false
}

function fitsRun({ isAbsolute, parts }: Pattern, names: readonly string[]): boolean {
  if (parts.length === 0) return isAbsolute
  const last = isAbsolute ? 0 : names.length - parts.length
  if (parts.length > names.length) return false
  for (let offset = last; offset >= 0; offset -= 1) {
    if (parts.every((part, at) => part === anyDepth || part(names[offset + at] ?? ''))) return true
  }
  return false
}

/** A pattern that is not anchored can fit at any depth; an anchored one only below its own beginning. */
function mayFitBelow(pattern: Pattern, names: readonly string[]): boolean {
  if (!pattern.isAbsolute) return true
  const wild = pattern.parts.indexOf(anyDepth)
  const known = wild === -1 ? names : names.slice(0, wild)
  return fitsRun({ ...pattern, parts: pattern.parts.slice(0, known.length) }, known)
}
