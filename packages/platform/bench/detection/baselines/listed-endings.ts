import { endingOf } from '../../../src/phases/detect/index.ts'

/**
 * What a list of endings knows: those of the families whose geometries are played here, and the plain words that lists
 * in use carry. Real lists hold thousands, most of them of campaigns that are over, and miss random endings alike.
 */
const endings = new Set(
  `akira akiranew powerranges conti lockbit abcd hive key babyk babuk locked locky cerber zepto odin thor aesir wncry
  wnry wcry wncryt ryk ryuk clop cl0p play basta inc royal phobos eight 8base elbie devos eking makop crypt crypted
  crypto encrypted enc encrypt locked1 lock lockfile djvu stop rumba puma gero kodc nols mado jope lalo uudjvu medusa
  medusalocker readinstructions deadbolt qlocker ech0raix args esxiargs hunters proton shinra qilin agenda black
  blackcat alphv sphynx darkside maze egregor netwalker mailto revil sodinokibi dharma wallet crysis bip combo arena
  xorist globe gandcrab krab`.split(/\s+/),
)

export function isListed(path: string): boolean {
  return endings.has(endingOf(path))
}
