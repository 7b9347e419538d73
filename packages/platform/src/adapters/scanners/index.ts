/**
 * Engines behind the port `Scanner`, and the splitter behind the port `ContainerSplitter`.
 *
 *     item ─▶ hash lists · clamd · YARA-X ─┐
 *       └─▶ containers taken apart ─▶ members ─▶ the same engines ─┴─▶ the worst verdict
 *
 * Guarantees: a file that hangs or crashes an engine costs one child and is `unknown`; a blind engine is noticed by
 * planted positives (YARA-X: at the beginning and end of every share, clamd: after every batch), and what it said
 * since does not count; children get no environment and end with their parent; what lies in a container is judged or
 * the container is `unknown`; no name from a container becomes a path.
 * Not guaranteed: that the rules know today's malware; their digest says which rules were used. Disk images, PDF
 * streams, uuencoded parts and databases are judged as a whole, and nothing inside them is taken out.
 */
export { type ClamdOptions, startClamdScanner } from './clamd/clamd-scanner.ts'
export { containerSplitter, type SplitterOptions } from './containers/splitter.ts'
export { type HashListOptions, startHashListScanner } from './hash-list/hash-list-scanner.ts'
export { type ScannersOptions, startScanners } from './start-scanners.ts'
export { startYaraScanner, type YaraScannerOptions } from './yara-x/yara-scanner.ts'
