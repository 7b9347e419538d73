import { openDatabase } from '../../../src/adapters/database/index.ts'
import { serveApi } from '../../../src/doors/api/index.ts'
import { largeEstate } from '../large-estate.ts'

/** The API of one home, with a large estate, until stdin ends. Prints its address and where its token lies. */
const [home = '', tenants = '', services = ''] = process.argv.slice(2)
const estate = largeEstate({ tenants: Number(tenants), services: Number(services) })
await using database = await openDatabase({ home })
await using api = await serveApi({
  database,
  home,
  account: 'account bench',
  desk: {
    workplace: {
      estate: '',
      folder: home,
      repositories: [],
      rules: [],
      knownBad: [],
      knownGood: [],
      atOnce: 1,
    },
    estate: () => estate,
    plan: () => {
      throw new Error('none')
    },
    roster: () => {
      throw new Error('none')
    },
    wake: () => undefined,
  },
})
process.stdout.write(`${JSON.stringify({ url: api.url, tokenFile: api.tokenFile })}\n`)
for await (const _ of process.stdin);
