import { resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import { writeSite } from '../../../phases/inform/index.ts'
import { caseFlag, openDeclaredCase } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { counted, formatTime, printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'
import { editionFlags, type EditionFlags } from './edition-flags.ts'
import { makeBundle } from './make-bundle.ts'

interface SiteFlags extends EditionFlags {
  readonly case: string
  readonly estate: string
  readonly to: string
  readonly json: boolean
}

export const siteWrite = buildCommand<SiteFlags, [], AnlaufContext>({
  docs: {
    brief: 'Write the public site from the case alone, in German and English, numbered and signed',
    fullDescription:
      'Figures and states follow from recorded events; no customer is named. The folder is replaced in one step. Serve it far from the attacked systems: carry it there, or use "site push". Anybody checks it with "site verify", or with openssl and sha256sum as its verify.txt says.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      estate: estateFlag,
      to: { kind: 'parsed', parse: String, brief: 'Folder of the site', placeholder: 'folder' },
      ...editionFlags,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const estate = readEstateFile(flags.estate)
    await using stores = await openStores(this)
    await openDeclaredCase(this, stores, flags.case)
    const { validFor: validForMs, after, url, outside } = flags
    const made = await makeBundle(this, stores, {
      caseId: flags.case,
      estate,
      validForMs,
      after,
      url,
      outside,
    })
    const { files, manifest, desk, fingerprint, isNewKey } = made
    // Without a slash at its end: the new site is written beside the folder, not into it.
    const folder = resolve(flags.to)
    writeSite(folder, files)
    const last = desk.published.at(-1)
    if (flags.json) {
      return printJson(this, {
        case: flags.case,
        folder,
        sequence: manifest.sequence,
        validUntil: manifest.validUntil,
        bundle: made.sha256,
        fingerprint,
        files: [...files.keys()],
        updates: desk.published.length,
        unproven: desk.unproven,
      })
    }
    printLines(this, [
      `Site of the case ${flags.case} written to ${folder}: ${counted(files.size, 'file')}`,
      last === undefined
        ? 'It carries no update yet: the pages show states and figures only.'
        : `Last update ${formatTime(last.at)}; the next one is promised by ${formatTime(last.nextBy)}.`,
      `Edition ${manifest.sequence}, signed with ${fingerprint}, valid until ${formatTime(manifest.validUntil)}: write it again before.`,
      ...(isNewKey
        ? ['The key was made just now and has no offline key above it: anlauf site key new --root FILE']
        : []),
      ...(desk.unproven === 0
        ? []
        : [
            `Warning: ${counted(desk.unproven, 'publication')} in the log without two genuine approvals; not shown.`,
          ]),
    ])
  },
})
