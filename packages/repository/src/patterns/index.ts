/**
 * Patterns over paths with restic's meaning, for what is left out of a backup, restored or searched.
 *
 *     "*.tmp", "/srv/**\/cache", "!keep" ─compilePatterns─▶ matches(path) │ reaches(directory)
 *
 * Guarantees: the same answer as restic 0.14 for every pattern and path, its odd corners included: a stored
 * exclude list means the same with both programs. A malformed pattern is refused before any work starts.
 * Not guaranteed: speed for patterns with many `**`, which are tried one length after the other.
 */
export { compilePatterns, type PathPatterns } from './compile-patterns.ts'
export { lowerCase } from './lower-case.ts'
export { compileName } from './name-pattern.ts'
