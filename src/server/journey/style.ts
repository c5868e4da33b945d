/** Colours have 4.5:1 or more against what they stand on, in light and in dark. */
export const STYLE = `
:root{--ink:#1b2430;--soft:#4a5666;--ground:#f3f5f8;--sheet:#fff;--edge:#cfd6de;--a:#0b5cad;--b:#a3331f;--c:#1d6b3a;--d:#6a3d9a;--land:#eef2f0}
@media (prefers-color-scheme:dark){:root{--ink:#eef2f6;--soft:#b8c3cf;--ground:#141a21;--sheet:#1e262f;--edge:#3a4653;--a:#7db7ff;--b:#ff9d8a;--c:#7fd6a0;--d:#cfa9ff;--land:#232c33}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,"Segoe UI",Roboto,sans-serif}
header,main,footer{max-width:44rem;margin:0 auto;padding:0 1rem}
header{padding-top:1rem}
.city,.facts,footer{color:var(--soft)}
.city,.facts,.when{margin:.1rem 0}
h1{font-size:1.45rem;line-height:1.25;margin:.2rem 0;overflow-wrap:anywhere}
h2{font-size:1.1rem;margin:1rem 0 .5rem}
.when{font-size:1.2rem;font-weight:600}
figure{margin:.8rem 0;border:1px solid var(--edge);border-radius:.6rem;overflow:hidden;background:var(--land)}
.map{display:block;width:100%;height:auto;max-height:70vh}
.map polyline{fill:none;stroke-linecap:round;stroke-linejoin:round}
.map .case{stroke:var(--sheet);stroke-width:8}
.map .ride{stroke-width:5}
.map .ride.b{stroke-dasharray:14 5}.map .ride.c{stroke-dasharray:5 6}.map .ride.d{stroke-dasharray:16 5 3 5}
.map .walk{stroke:var(--soft);stroke-width:3;stroke-dasharray:1 6}
.map circle{fill:var(--sheet);stroke:var(--ink);stroke-width:2}
.map .via{stroke-width:1.2}
.map .end{fill:var(--ink)}
.map text{font-size:11.5px;font-weight:600;fill:var(--ink);paint-order:stroke;stroke:var(--land);stroke-width:3.5px;stroke-linejoin:round}
.a{--line:var(--a)}.b{--line:var(--b)}.c{--line:var(--c)}.d{--line:var(--d)}
.ride{stroke:var(--line)}
.steps{list-style:none;margin:0;padding:0}
.steps>li{background:var(--sheet);border:1px solid var(--edge);border-inline-start:.4rem solid var(--line,var(--soft));border-radius:.5rem;margin:.5rem 0;padding:.5rem .8rem}
.steps p{margin:.2rem 0}
.foot{border-inline-start-style:dotted!important}
.code{display:inline-block;min-width:2.2rem;padding:0 .45rem;border-radius:.35rem;background:var(--line);color:var(--sheet);font-weight:700;text-align:center}
time{font-variant-numeric:tabular-nums;font-weight:600}
details{margin:.2rem 0}
summary{cursor:pointer;min-height:1.75rem;color:var(--soft)}
details ul{list-style:none;margin:.2rem 0;padding-inline-start:1rem;border-inline-start:2px solid var(--line)}
.alerts ul{padding-inline-start:1.2rem}
footer{padding-top:.5rem;padding-bottom:2rem;font-size:.95rem}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
:focus-visible{outline:3px solid var(--a);outline-offset:2px}
`;
