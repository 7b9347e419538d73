import type { KnownInsides, Scanner, ScannerPanel, VerdictCache } from '../../phases/recover/index.ts'
import { memoryVerdictCache, scannerPanel } from '../../phases/recover/index.ts'
import { type ClamdOptions, startClamdScanner } from './clamd/clamd-scanner.ts'
import { containerSplitter, type SplitterOptions } from './containers/splitter.ts'
import { type HashListOptions, startHashListScanner } from './hash-list/hash-list-scanner.ts'
import { startYaraScanner, type YaraScannerOptions } from './yara-x/yara-scanner.ts'

export interface ScannersOptions extends YaraScannerOptions {
  readonly clamd?: ClamdOptions
  readonly hashLists?: HashListOptions
  readonly containers?: SplitterOptions
  /** Default: verdicts are known for as long as the scanner lives. */
  readonly verdicts?: VerdictCache
  /** Keeps what lies in containers, for hunts. */
  readonly insides?: Pick<KnownInsides, 'store'>
}

/** Everything that judges contents as one scanner: all named engines are required, and containers are opened. */
export async function startScanners(options: ScannersOptions): Promise<ScannerPanel> {
  const { clamd, hashLists, containers, verdicts = memoryVerdictCache(), insides, ...yara } = options
  const hasLists = (hashLists?.bad ?? []).length + (hashLists?.good ?? []).length > 0
  const engines: Scanner[] = []
  // Its threads start while the engines compile their rules.
  const splitter = containerSplitter({ startsNow: true, ...containers })
  try {
    // What fails fast comes first.
    if (hashLists !== undefined && hasLists) engines.push(await startHashListScanner(hashLists))
    if (clamd !== undefined) engines.push(await startClamdScanner(clamd))
    engines.push(await startYaraScanner(yara))
    return scannerPanel({ engines, splitter, verdicts, ...(insides !== undefined && { insides }) })
  } catch (error) {
    await Promise.all([splitter.close(), ...engines.map((engine) => engine.close())])
    throw error
  }
}
