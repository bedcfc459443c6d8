internal import HTML

/// How the page looks: in the light, in the dark and on paper.
enum HTMLStyle {
  static let text =
    HTMLPalette.text + "\n"
      + #"""
      * { box-sizing: border-box; }
      body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.25rem 4rem; color: var(--text);
        background: var(--page); font: 15px/1.5 system-ui, sans-serif; }
      h1 { font-size: 1.4rem; margin: .5rem 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
      .faint, .about { color: var(--faint); } .about { margin: .25rem 0 .5rem 1.4rem; }
      code, .name, td.place { font-family: ui-monospace, "DejaVu Sans Mono", monospace;
        font-size: .86em; overflow-wrap: anywhere; }
      ul.caveats { border-left: .25rem solid var(--doubt); margin: .75rem 0; padding: .25rem 1rem;
        list-style: none; background: var(--panel); }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; vertical-align: top; padding: .2rem .6rem;
        border-bottom: 1px solid var(--line); }
      th { color: var(--faint); font-weight: normal; }
      td.number, th.number { text-align: right; white-space: nowrap;
        font-variant-numeric: tabular-nums; }
      .narrow { width: auto; }
      #tree table { table-layout: fixed; } #tree th:nth-child(1) { width: 36%; }
      #tree th:nth-child(2), #tree th:nth-child(3) { width: 4.5rem; }
      #tree th:nth-child(4) { width: 20%; }
      .controls { position: sticky; top: 0; background: var(--page); padding: .5rem 0; display: flex;
        flex-wrap: wrap; gap: 1rem; align-items: center; border-bottom: 1px solid var(--line); }
      input[type=search] { flex: 1 1 16rem; font: inherit; color: inherit; padding: .3rem .6rem;
        background: var(--panel); border: 1px solid var(--line); border-radius: .3rem; }
      :focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
      details { margin: .1rem 0; } details details { margin-left: 1.2rem; }
      summary { cursor: pointer; padding: .15rem .2rem; } summary:hover { background: var(--panel); }
      summary .count { color: var(--faint); margin-left: .75rem; font-variant-numeric: tabular-nums; }
      button { font: inherit; color: var(--link); background: none; border: 1px solid var(--line);
        border-radius: .3rem; padding: .2rem .8rem; margin: .4rem 1.4rem; cursor: pointer; }
      .s0 { color: var(--good); } .s1, .s2 { color: var(--bad); }
      .s3, .s4, .s5 { color: var(--doubt); } .s6, .s7, .s8 { color: var(--faint); }
      svg { width: 100%; max-width: 46rem; height: auto; } svg text { fill: var(--faint);
        font-size: 12px; } svg .axis { stroke: var(--line); } svg path { fill: none;
        stroke-width: 2; } path.hit { stroke: var(--good); } path.attached { stroke: var(--faint);
        stroke-dasharray: 4 3; }
      .key { margin: 0; } .key span::before { content: "━ "; } .key .hit::before {
        color: var(--good); } .key .attached::before { content: "┅ "; color: var(--faint); }
      @media print { .controls, button { display: none; } body { max-width: none; padding: 0; }
        tr, summary { break-inside: avoid; } }
      """#
}
