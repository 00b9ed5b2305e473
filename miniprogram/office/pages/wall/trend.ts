// The chart of a wall: what came in as bars, what was solved as a line, day by day.
import type { Answer } from '@linli/shared/api/contract'
import { sayDay } from '@linli/shared/util/time'
import type { ChartLook } from '../../ui/DeskChart.vue'
import type { ChartOption } from '../../ui/charts'

export type Days = Answer<'/staff/wall', 'get'>['days']

const sum = (days: Days, of: 'submitted' | 'solved') => days.reduce((n, d) => n + d[of], 0)
/** The last day is the day of the figures. */
const name = (days: Days, i: number) => (i === days.length - 1 ? '今天' : sayDay(days[i].day))

export const trendLabel = (days: Days) => `近 30 天新增 ${sum(days, 'submitted')} 件，办结 ${sum(days, 'solved')} 件`

export const trendValues = (days: Days) => ({
  head: ['日期', '新增', '办结'],
  rows: days.map((d, i) => [name(days, i), d.submitted, d.solved]),
})

/** Days whose figure has room above its bar: all that have one below 100, else the day with the most, and today. */
export function figures(days: Days): number[] {
  const last = days.length - 1, most = Math.max(0, ...days.map((d) => d.submitted))
  const peak = days.findIndex((d) => d.submitted === most)
  return days.flatMap((d, i) => (i === last || (d.submitted > 0 && (most < 100 || (i === peak && last - i > 2))) ? [i] : []))
}

export function trendOption(days: Days, look: ChartLook): ChartOption {
  const last = days.length - 1, told = figures(days), { font } = look
  return {
    grid: { left: font * 0.5, right: font * 2.2, top: font * 1.8, bottom: 0, containLabel: true },
    xAxis: {
      type: 'category', data: days.map((_, i) => name(days, i)), axisTick: { show: false }, axisLine: { lineStyle: { color: look.line } },
      axisLabel: {
        fontSize: font, color: look.text, hideOverlap: true,
        interval: (i: number) => (last - i) % 7 === 0,
        formatter: (day: string, i: number) => (i === last ? `{today|${day}}` : day), rich: { today: { color: look.strong, fontSize: font * 1.1, fontWeight: 'bold' } },
      },
    },
    yAxis: { type: 'value', minInterval: 1, splitNumber: 3, axisLabel: { fontSize: font, color: look.text }, splitLine: { lineStyle: { color: look.line } } },
    series: [
      {
        name: '新增', type: 'bar', barWidth: '62%', itemStyle: { color: look.first, borderRadius: [2, 2, 0, 0] },
        data: days.map((d, i) => ({
          value: d.submitted,
          ...(i === last && { itemStyle: { color: look.strong } }),
          label: { show: told.includes(i), position: 'top', color: look.strong, fontSize: i === last ? font * 1.1 : font, fontWeight: 'bold', textBorderColor: look.ground, textBorderWidth: 3 },
        })),
      },
      {
        name: '办结', type: 'line', lineStyle: { color: look.second, width: font / 6 }, itemStyle: { color: look.second }, symbol: 'circle', symbolSize: font * 0.7,
        data: days.map((d, i) => ({
          value: d.solved, symbolSize: i === last ? font * 0.7 : 0,
          label: { show: i === last, position: 'right', distance: font * 0.4, color: look.second, fontSize: font * 1.1, fontWeight: 'bold' },
        })),
      },
    ],
  }
}
