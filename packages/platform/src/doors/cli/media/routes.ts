import { buildRouteMap } from '@stricli/core'

import { mediaList } from './list.ts'
import { mediaPlace } from './place.ts'
import { mediaRead } from './read.ts'
import { mediaVerify } from './verify.ts'
import { mediaWrite } from './write.ts'

/** Copies that lie in a drawer. */
export const mediaRoutes = buildRouteMap({
  docs: { brief: 'Offline media: write a repository to disks and tapes, read it back, know what is where' },
  routes: { write: mediaWrite, read: mediaRead, verify: mediaVerify, list: mediaList, place: mediaPlace },
})
