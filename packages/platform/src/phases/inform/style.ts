import { createHash } from 'node:crypto'

/** The one stylesheet, inlined into every page: system fonts, light and dark, phone to desktop, print. */
export const style = `
:root{color-scheme:light dark;--bg:#f7f8fa;--card:#fff;--ink:#1a2027;--soft:#55616d;--line:#d5dce3;--link:#0a5aa8;
--good:#146c43;--wait:#8a5300;--bad:#a5161f;--none:#55616d;--bar:#2470b8;--track:#e3e8ed;--warn:#fff4d6;--warnink:#5c4400}
@media(prefers-color-scheme:dark){:root{--bg:#12161b;--card:#1b2128;--ink:#e8ecf0;--soft:#a5b0bb;--line:#353f49;--link:#7fb8ee;
--good:#6bd3a0;--wait:#f0b455;--bad:#ff9a9a;--none:#a5b0bb;--bar:#5aa5e6;--track:#2c343d;--warn:#3a3013;--warnink:#f4dfa0}}
*{box-sizing:border-box}
html{font:100%/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--bg);color:var(--ink);overflow-wrap:break-word}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem;z-index:1}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.wrap{max-width:46rem;margin:0 auto;padding:0 1.1rem}
.exercise{background:var(--warn);color:var(--warnink);padding:.6rem 0;font-size:.95rem}
.exercise p{margin:0 auto}.exercise strong{text-transform:uppercase;letter-spacing:.06em;margin-right:.4rem}
header{padding:1rem 0 .5rem;border-bottom:1px solid var(--line)}
.from{display:flex;justify-content:space-between;gap:1rem;align-items:baseline;margin:0 0 .4rem;font-weight:600}
.from a:first-child{color:inherit;text-decoration:none}.switch{font-weight:400}
nav{display:flex;flex-wrap:wrap;gap:0 1.25rem}nav a,.turn a,footer a,.switch{display:inline-block;padding:.25rem 0}
nav a[aria-current]{color:inherit;font-weight:600;text-decoration:none;box-shadow:0 2px 0 var(--link)}
h1{font-size:clamp(1.5rem,1.2rem + 1.6vw,2.1rem);line-height:1.2;margin:1.6rem 0 .6rem;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:1.2rem;line-height:1.3;margin:2.1rem 0 .6rem}
h3,h2.at{margin:0;font-size:1rem}
p{margin:.6rem 0}.lead{font-size:1.08rem;margin:0 0 1rem}.text{white-space:pre-line}
.card{background:var(--card);border:1px solid var(--line);border-radius:.6rem}
div.card{padding:.8rem 1rem}
.when{display:grid;gap:.7rem 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));margin:1rem 0;padding:.8rem 1rem;border-left:.3rem solid var(--bar)}
.when dt{color:var(--soft);font-size:.92rem}.when dd{margin:0;font-weight:600}.when .note{display:block;font-weight:400}
.late{color:var(--bad)}
.rows{list-style:none;margin:0;padding:0}
.rows>li{padding:.75rem 1rem;border-top:1px solid var(--line)}.rows>li:first-child{border-top:0}
.service{display:flex;flex-wrap:wrap;gap:.1rem 1rem;justify-content:space-between;align-items:baseline}
.service a{font-weight:600;padding:.1rem 0}
.state{font-weight:600}.state::before{content:"";display:inline-block;width:.62em;height:.62em;border-radius:50%;background:currentColor;margin-right:.5em}
.good{color:var(--good)}.wait{color:var(--wait)}.bad{color:var(--bad)}.none{color:var(--none)}
.wait::before{border-radius:.12em}.bad::before{border-radius:0;transform:rotate(45deg)}.none::before{background:none;border:2px solid}
pre{margin:.4rem 0;font:.9rem/1.45 ui-monospace,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.edition{font-size:.9rem}
.note{color:var(--soft);font-size:.95rem;margin:.2rem 0}.service .note{flex-basis:100%;margin:0}
.advice{padding-left:1.25rem;margin:0}.advice li{margin:.45rem 0}
.step{display:grid;grid-template-columns:1fr auto;gap:.25rem 1rem;align-items:baseline}
.step span+span{color:var(--soft);font-variant-numeric:tabular-nums}
.bar{grid-column:1/-1;display:block;color:var(--bar);background:var(--track);border-radius:.25rem}
.remark{border-left:.3rem solid var(--wait);padding-left:.7rem}
article p{margin:.35rem 0 0}
.was{margin:.6rem 0;padding:.1rem 0 .1rem .8rem;border-left:.3rem solid var(--line);color:var(--soft)}.sum{overflow-wrap:anywhere}
.quiet{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:0 1.2rem;font-size:.95rem}.quiet a{display:inline-block;padding:.15rem 0}
.numbered{counter-reset:n}.numbered>li{counter-increment:n;display:flex;flex-wrap:wrap;gap:.1rem .6rem;align-items:baseline}.numbered>li::before{content:counter(n)".";color:var(--soft)}
.numbered>li span{flex-basis:100%}h3.question{margin:1.4rem 0 .3rem;font-size:1.05rem}.topics{margin:.8rem 0 0}.text+.note{margin-top:-.2rem}
.turn{display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;margin:1.5rem 0}
.graphic{margin:1.2rem 0}.graphic svg{display:block;overflow:visible}.graphic text{font-size:.85rem;fill:currentColor}.graphic .soft{fill:var(--soft)}
.graphic rect{fill:currentColor}.axis{stroke:var(--line);stroke-width:2}.mark{fill:var(--bar)}.lateness{fill:var(--bad)}.ahead{fill:var(--bg);stroke:var(--bar);stroke-width:2}
.timeline{list-style:none;margin:1.2rem 0;padding:0 0 0 1.2rem;border-left:2px solid var(--line)}
.timeline li{position:relative;margin:0 0 1.1rem}.timeline p{margin:.1rem 0}.timeline time{color:var(--soft);font-size:.95rem}
.timeline li::before{content:"";position:absolute;left:-1.2rem;top:.45em;width:.7rem;height:.7rem;margin-left:calc(-.35rem - 1px);border-radius:50%;background:var(--bar)}
.timeline p time{color:inherit;font-size:inherit}
footer{margin:2.6rem 0 2rem;border-top:1px solid var(--line);color:var(--soft);font-size:.95rem}
footer h2{color:var(--ink);margin-top:1.4rem}.ways a{margin-right:1.25rem}.plain{list-style:none;margin:0;padding:0}
.paper{display:none}
@media print{.paper{display:flex;gap:1rem;align-items:center;break-inside:avoid;overflow-wrap:anywhere}.paper svg{flex:none;background:#fff}:root{--bg:#fff;--card:#fff;--ink:#000;--soft:#333;--line:#999;--link:#000;--good:#000;--wait:#000;--bad:#000;--none:#000}
html{font-size:11pt}nav,.skip,.switch,.turn,.ways,main>p:last-child>a:only-child{display:none}a{color:#000;text-decoration:none}
.exercise{border:2px solid #000;color:#000;background:none}.wrap{max-width:none;padding:0}.exercise .wrap{padding:0 .5rem}
.card{box-decoration-break:clone;-webkit-box-decoration-break:clone}h1,h2,h3{break-after:avoid}.rows>li,.timeline li,.advice li,.when{break-inside:avoid}
figure{break-inside:avoid}.bar,.state::before,.timeline li::before,.graphic{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`

/** Value for `style-src`: only exactly this stylesheet may apply. */
export function styleSource(styles: string): string {
  return `'sha256-${createHash('sha256').update(styles).digest('base64')}'`
}

/** Three rising steps, inside the page: nothing is fetched, not even an icon. */
export const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%230a5aa8'/%3E%3Cpath fill='%23fff' d='M3 10h3v3H3zM6.5 7h3v6h-3zM10 4h3v9h-3z'/%3E%3C/svg%3E"
