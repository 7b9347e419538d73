/** Lists a place in a process of its own and says how many files there are and what that took. Argument: the URL. */
import { restStorage } from '@anlauf/repository'

const [, , url = ''] = process.argv
let files = 0
let bytes = 0
for await (const { size } of restStorage({ url }).list('data')) {
  files += 1
  bytes += size
}
console.log(JSON.stringify({ files, bytes, mebibytes: Math.round(process.resourceUsage().maxRSS / 1024) }))
