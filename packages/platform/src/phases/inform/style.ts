import { createHash } from 'node:crypto'

/** The one stylesheet, inlined into every page: system fonts, light and dark, phone to desktop, print. */
export const style = `
:root{color-scheme:light dark;--bg:#f7f8fa;--card:#fff;--ink:#1a2027;--soft:#55616d;--line:#d9dfe5;--link:#0a5aa8;
--good:#146c43;--wait:#8a5300;--bad:#a5161f;--none:#55616d;--bar:#2470b8;--track:#e3e8ed;--warn:#fff4d6;--warnink:#5c4400}
@media(prefers-color-scheme:dark){:root{--bg:#12161b;--card:#1b2128;--ink:#e8ecf0;--soft:#a5b0bb;--line:#333c46;--link:#7fb8ee;
--good:#6bd3a0;--wait:#f0b455;--bad:#ff8e8e;--none:#a5b0bb;--bar:#5aa5e6;--track:#2c343d;--warn:#3a3013;--warnink:#f4dfa0}}
*{box-sizing:border-box}
html{font:100%/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink)}
a{color:var(--link);text-underline-offset:.15em}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem}
.wrap{max-width:46rem;margin:0 auto;padding:0 1.1rem}
.exercise{background:var(--warn);color:var(--warnink);padding:.6rem 0;font-size:.95rem}
.exercise strong{text-transform:uppercase;letter-spacing:.06em;margin-right:.5rem}
header.top{display:flex;justify-content:space-between;gap:1rem;align-items:baseline;padding:1.1rem 0;border-bottom:1px solid var(--line)}
header.top p{margin:0;font-weight:600}header.top nav{white-space:nowrap}
h1{font-size:clamp(1.55rem,1.2rem + 1.8vw,2.2rem);line-height:1.2;margin:1.8rem 0 .6rem;letter-spacing:-.01em}
h2{font-size:1.2rem;margin:2.2rem 0 .7rem}
.lead{font-size:1.08rem;margin:0 0 1rem}
.when{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;color:var(--soft);margin:0}
.late{color:var(--bad);font-weight:600}
.card{background:var(--card);border:1px solid var(--line);border-radius:.6rem}
ul.rows,ol.rows{list-style:none;margin:0;padding:0}
.rows>li{padding:.8rem 1rem;border-top:1px solid var(--line)}.rows>li:first-child{border-top:0}
.service{display:flex;flex-wrap:wrap;gap:.1rem 1rem;justify-content:space-between;align-items:baseline}
.service a{font-weight:600}
.state{font-weight:600}.state::before{content:"";display:inline-block;width:.62em;height:.62em;border-radius:50%;background:currentColor;margin-right:.5em}
.good{color:var(--good)}.wait{color:var(--wait)}.bad{color:var(--bad)}.none{color:var(--none)}
.wait::before{border-radius:.12em}.bad::before{border-radius:0;transform:rotate(45deg)}
.note{color:var(--soft);font-size:.95rem;margin:.2rem 0 0}.service .note{flex-basis:100%}
.step{display:grid;grid-template-columns:1fr auto;gap:.2rem 1rem;align-items:baseline}
.step span:nth-child(2){color:var(--soft);font-variant-numeric:tabular-nums}
.bar{grid-column:1/-1;height:.5rem;border-radius:.25rem;background:var(--track);overflow:hidden}
.bar{color:var(--bar)}.bar svg{display:block}
article p:first-of-type{margin-top:.3rem}article h3{margin:0;font-size:1rem}
.rows p{margin:.3rem 0 0}
footer{margin:2.6rem 0 2rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.92rem}
@media print{:root{--bg:#fff;--card:#fff;--ink:#000;--soft:#333;--line:#999}nav,.skip{display:none}.card{border-color:#999}
.exercise{border:2px solid #000}a{color:#000}.rows>li{break-inside:avoid}.bar{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`

/** Value for `style-src`: only exactly this stylesheet may apply. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`
