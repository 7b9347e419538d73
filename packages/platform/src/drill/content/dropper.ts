/**
 * The drill's stand-in for an attacker's tool: a harmless text that the bundled rules know by its marker.
 * The marker is joined at run time, so neither this source nor a clone of it is ever found by a scanner.
 */
export function dropper(): Buffer {
  const marker = ['ANLAUF-DRILL-', 'DROPPER-7f3a9c'].join('')
  return Buffer.from(
    `// Invoice viewer. Harmless: this file only carries the drill's marker.\nconst marker = '${marker}'\nconsole.log(marker)\n`,
  )
}
