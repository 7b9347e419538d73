import { resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { currentRules, storeRules } from './rule-store.ts'

interface UpdateFlags {
  readonly from: string
  readonly json: boolean
}

export const scanRulesUpdate = buildCommand<UpdateFlags, [], AnlaufContext>({
  docs: {
    brief: 'Take over YARA rules from a folder or an archive: checked first, then used by every run',
    fullDescription:
      'Nothing is fetched: bring the rules on a medium. All files have to compile together with the bundled rules, and a planted positive has to be found with them; otherwise nothing changes. Verdicts of other rules do not count any more: units that are scanned and not released need a new run.',
  },
  parameters: {
    flags: {
      from: {
        kind: 'parsed',
        parse: String,
        brief: 'Folder or archive (zip, tar, tar.gz, tar.zst) with *.yar and *.yara files, or one file',
        placeholder: 'place',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const before = currentRules(this.home)
    const { digest, folder, files } = await storeRules(this.home, resolve(flags.from), async (draft) => {
      // Alone as well: beside the bundled ones a set without a single rule would not be noticed.
      for (const rules of [[draft], [this.bundledRules, draft]]) {
        const scanner = await this.startScanner({ rules, processes: 1 })
        await scanner.close()
      }
    })
    const isNew = before !== folder
    if (flags.json) return printJson(this, { digest, files, folder, changed: isNew })
    printLines(this, [
      `${counted(files, 'rule file')}, ${digest.slice(0, 16)}, in ${folder}`,
      isNew
        ? 'They are used from now on. Units that were scanned with other rules and are not released need a new run.'
        : 'They were in use already; nothing changed.',
    ])
  },
})
