// Charts for the portal: Apache ECharts with what the portal asks of every chart.
//
// The portal's program imports this file when a screen has a chart, and speaks to it
// by three functions: `mount`, `update` and `dispose`. An option is ECharts' own
// and three things more:
//
// - `"var(--accent)"` anywhere is the page's colour of that name, and stays so when
//   the theme changes;
// - `dataset.source` is a list of objects, one a point; what a point has as `say`
//   is its tooltip and what is read aloud, in the reader's language, lines apart by
//   "\n" (a `visualMap` has to name the `dimension` it paints by, else it is the
//   last);
// - `aria.label.description` names the chart to those who do not see it.
//
// Enter or a click on a point, or the second tap on it, sends the element an event `point` whose `detail` is the
// position of the point's row. Drawn on a canvas rather than as SVG: ECharts' SVG writes styles into
// its markup, which the page's policy forbids, and a year of hours is 8760 elements.
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import {
  AriaComponent, CalendarComponent, DatasetComponent, GridComponent, TooltipComponent,
  VisualMapContinuousComponent,
} from 'echarts/components';
import { init, registerLocale, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import russian from 'echarts/i18n/langRU-obj.js';

import { Colours, dressed, still } from './look.js';

use([
  AriaComponent, BarChart, CalendarComponent, CanvasRenderer, DatasetComponent,
  GridComponent, HeatmapChart, LineChart, TooltipComponent, VisualMapContinuousComponent,
]);
registerLocale('RU', russian);

const dark = matchMedia('(prefers-color-scheme: dark)');
const mounted = new Set();

/** Draws all charts again in the colours that the page has now. */
function recolour() {
  for (const handle of mounted) draw(handle);
}
dark.addEventListener('change', recolour);
still.addEventListener('change', recolour);
new MutationObserver(recolour).observe(document.documentElement, {
  attributeFilter: ['data-theme'],
});
document.fonts.ready.then(recolour);

/**
 * Draws a chart that fills an element.
 * @param {HTMLElement} element empty, and of a size of its own
 * @param {object} option what to draw
 * @param {string} locale "ru" or "en"
 * @returns a handle for `update` and `dispose`
 */
export function mount(element, option, locale) {
  const canvas = document.createElement('div');
  canvas.className = 'chart-canvas';
  canvas.ariaHidden = 'true';
  Object.assign(canvas.style, { width: '100%', height: '100%' });
  const voice = document.createElement('div');
  voice.className = 'unseen';
  voice.ariaLive = 'polite';
  element.replaceChildren(canvas, voice);
  element.tabIndex = 0;
  element.setAttribute('role', 'application');
  element.ariaRoleDescription = locale === 'ru' ? 'график' : 'chart';

  const chart = init(canvas, null, { renderer: 'canvas', locale: locale === 'ru' ? 'RU' : 'EN' });
  const handle = { element, canvas, voice, chart, locale, point: null, option };
  const listening = new AbortController();
  const { signal } = listening;
  element.addEventListener('keydown', (event) => key(handle, event), { signal });
  element.addEventListener('blur', () => hide(handle), { signal });
  chart.on('click', ({ dataIndex }) => tap(handle, dataIndex));
  const sizes = new ResizeObserver(() => chart.resize());
  sizes.observe(canvas);
  handle.release = () => {
    listening.abort();
    sizes.disconnect();
    chart.dispose();
  };
  mounted.add(handle);
  draw(handle);
  return handle;
}

/** Draws something else. */
export function update(handle, option) {
  handle.option = option;
  const last = rows(handle).length - 1;
  if (handle.point > last) handle.point = last < 0 ? null : last;
  draw(handle);
}

/** Takes a chart away, and with it all that listened. */
export function dispose(handle) {
  if (!mounted.delete(handle)) return;
  handle.release();
  handle.element.replaceChildren();
}

function draw(handle) {
  const { element, canvas, chart, locale } = handle;
  const colours = new Colours(canvas);
  const font = getComputedStyle(element).fontFamily;
  const option = colours.resolve(dressed(handle.option, locale, font));
  colours.done();
  chart.setOption(option, {
    replaceMerge: ['dataset', 'grid', 'xAxis', 'yAxis', 'series', 'visualMap', 'calendar'],
  });
  element.ariaLabel = option.aria.label?.description ?? canvas.ariaLabel ?? '';
}

function rows({ option: { dataset } }) {
  return (Array.isArray(dataset) ? dataset[0] : dataset)?.source ?? [];
}

/** Walks through the points by keyboard. */
function key(handle, event) {
  const last = rows(handle).length - 1;
  const { point } = handle;
  if (last < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  switch (event.key) {
    case 'ArrowLeft': show(handle, point === null ? last : beside(handle, -1, 0)); break;
    case 'ArrowRight': show(handle, point === null ? 0 : beside(handle, 1, 0)); break;
    case 'ArrowUp': show(handle, point === null ? 0 : beside(handle, 0, -1)); break;
    case 'ArrowDown': show(handle, point === null ? 0 : beside(handle, 0, 1)); break;
    case 'Home': show(handle, 0); break;
    case 'End': show(handle, last); break;
    case 'Escape': hide(handle); break;
    case 'Enter': if (point !== null) send(handle, point); break;
    default: return;
  }
  event.preventDefault();
}

/** The point that is so many columns and rows away; the same, where there is none. */
function beside(handle, columns, down) {
  const { point, option } = handle;
  const all = rows(handle);
  const { x, y } = all[point];
  let found = down === 0 ? point + columns : -1;
  if (option.calendar) {
    const day = new Date(Date.parse(x) + (7 * columns + down) * 86_400_000).toISOString().slice(0, 10);
    found = all.findIndex((other) => other.x === day);
  } else if (option.visualMap) {
    found = all.findIndex((other) => other.x === x + columns && other.y === y + down);
  }
  return all[found] ? found : point;
}

/** Looks into a point. Where a finger brings its tooltip up, the next tap does. */
function tap(handle, point) {
  const first = matchMedia('(hover: none)').matches && handle.tapped !== point;
  handle.tapped = point;
  if (!first) send(handle, point);
}

function show(handle, point) {
  const { chart, option, voice } = handle;
  handle.point = point;
  const row = rows(handle)[point];
  voice.textContent = (row.say ?? Object.values(row).join(', ')).replaceAll('\n', ', ');
  if (option.tooltip?.trigger !== 'axis') {
    chart.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: point });
    return;
  }
  // By its place on the axis: there it is even where nothing was measured.
  const x = chart.convertToPixel({ xAxisIndex: 0 }, point);
  chart.dispatchAction({ type: 'showTip', x, y: chart.getHeight() / 2 });
}

function hide(handle) {
  handle.point = null;
  handle.voice.textContent = '';
  handle.chart.dispatchAction({ type: 'hideTip' });
}

function send({ element }, detail) {
  element.dispatchEvent(new CustomEvent('point', { detail, bubbles: true }));
}
