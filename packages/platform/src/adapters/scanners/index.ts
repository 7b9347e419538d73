/**
 * Engines behind the port `Scanner`.
 *
 *     batch ─▶ shares ─▶ child processes (YARA-X, compiled rules, planted positive) ─▶ verdicts in order
 *
 * Guarantees: a file that hangs or crashes the engine costs one child and is `unknown`; a blind engine is
 * noticed by the planted positive of every share; children get no environment and end with their parent.
 * Not guaranteed: that the rules know today's malware; their digest says which rules were used.
 */
export { startYaraScanner, type YaraScannerOptions } from './yara-x/yara-scanner.ts'
