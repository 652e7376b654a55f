// How charts look: the page's colours and type, numbers and times as the reader writes
// them, and nothing that moves for those who do not want it.

/** Whether the reader wants nothing to move. */
export const still = matchMedia('(prefers-reduced-motion: reduce)');

/** The page's colours. A custom property says how a colour is computed, so an element
 * has to wear it before it can be known. */
export class Colours {
  #probe = document.createElement('span');

  constructor(parent) {
    this.#probe.hidden = true;
    parent.after(this.#probe);
  }

  resolve(value) {
    if (typeof value === 'string' && /^var\(--[\w-]+\)$/.test(value)) {
      this.#probe.style.color = value;
      return getComputedStyle(this.#probe).color;
    }
    if (Array.isArray(value)) return value.map((inner) => this.resolve(inner));
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value);
    // Data is long and has no colours.
    return Object.fromEntries(entries.map(([name, inner]) => (
      [name, name === 'source' || name === 'data' && typeof inner[0] !== 'object' ? inner : this.resolve(inner)]
    )));
  }

  done() {
    this.#probe.remove();
  }
}

/** An option with what all charts have in common, which it may override. */
export function dressed(option, locale, fontFamily) {
  const numbers = new Intl.NumberFormat(locale);
  const soft = { color: 'var(--ink-soft)', fontSize: 12 };
  const line = { lineStyle: { color: 'var(--line)' } };
  const axis = (own) => ({
    axisTick: { show: false },
    ...own,
    axisLine: { ...line, ...own.axisLine },
    splitLine: { show: own.type === 'value', ...line, ...own.splitLine },
    axisLabel: { ...soft, ...(own.type === 'value' && { formatter: (value) => numbers.format(value) }), ...own.axisLabel },
  });
  const each = (part, wear) => (Array.isArray(part) ? part.map(wear) : part && wear(part));
  return {
    ...option,
    textStyle: { fontFamily, ...option.textStyle },
    animation: !still.matches && option.animation !== false,
    animationDuration: 300,
    aria: { enabled: true, ...option.aria },
    xAxis: each(option.xAxis, axis),
    yAxis: each(option.yAxis, axis),
    calendar: each(option.calendar, (own) => ({
      ...own,
      itemStyle: { color: 'transparent', borderColor: 'var(--line)', ...own.itemStyle },
      splitLine: { lineStyle: { color: 'var(--line-strong)' }, ...own.splitLine },
      dayLabel: { ...soft, firstDay: 1, ...own.dayLabel },
      monthLabel: { ...soft, ...own.monthLabel },
      yearLabel: { ...soft, ...own.yearLabel },
    })),
    visualMap: each(option.visualMap, (own) => ({
      textStyle: soft, text: [own.max, own.min].map((end) => numbers.format(end)), ...own,
    })),
    tooltip: option.tooltip && {
      confine: true,
      backgroundColor: 'var(--card)',
      borderColor: 'var(--line-strong)',
      textStyle: { color: 'var(--ink)', fontFamily, fontSize: 13 },
      formatter: (shown) => (Array.isArray(shown) ? shown[0] : shown)?.data?.say,
      ...option.tooltip,
      // Drawn, since an HTML tooltip brings styles of its own.
      renderMode: 'richText',
    },
  };
}
