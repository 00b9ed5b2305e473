import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { figures, trendLabel, trendOption, trendValues, type Days } from '../../office/pages/wall/trend'
import DeskChart, { type ChartLook } from '../../office/ui/DeskChart.vue'

vi.mock('../../office/ui/charts', () => ({ init: () => { throw new Error('no drawing here') } }))

const look: ChartLook = { first: '#11f', second: '#1f1', strong: '#fff', text: '#aaa', line: '#333', ground: '#000', font: 22, family: 'sans-serif' }
const daysOf = (submitted: number[], solved = submitted.map(() => 0)): Days =>
  submitted.map((n, i) => ({ day: `2026-11-${String(i + 1).padStart(2, '0')}`, submitted: n, solved: solved[i] }))

describe('the trend of the wall', () => {
  it('writes figures where there is room for them', () => {
    expect(figures(daysOf([0, 3, 0, 5, 0]))).toEqual([1, 3, 4])
    expect(figures(daysOf([0, 99, 0, 5, 2]))).toEqual([1, 3, 4])
    expect(figures(daysOf([0, 120, 40, 5, 2]))).toEqual([1, 4])
    expect(figures(daysOf([0, 40, 5, 120, 2]))).toEqual([4])
    expect(figures(daysOf([0, 0, 0]))).toEqual([2])
  })
  it('marks today and has each value', () => {
    const days = daysOf([4, 0, 7], [1, 2, 3])
    const { series, xAxis } = trendOption(days, look) as any
    expect(xAxis.data).toEqual(['11月1日', '11月2日', '今天'])
    expect(series.map((s: any) => s.data.map((d: any) => d.value))).toEqual([[4, 0, 7], [1, 2, 3]])
    expect(series[0].data.map((d: any) => d.itemStyle?.color)).toEqual([undefined, undefined, look.strong])
    expect(trendLabel(days)).toBe('近 30 天新增 11 件，办结 6 件')
  })
})

describe('a chart', () => {
  it('shows its values as a table where it cannot be drawn', async () => {
    const days = daysOf([4, 7], [1, 3])
    const chart = mount(DeskChart, { props: { label: trendLabel(days), values: trendValues(days), draw: (l: ChartLook) => trendOption(days, l) } })
    expect(chart.find('.sr-only table').exists()).toBe(true)
    expect(chart.findAll('tbody tr').map((r) => r.findAll('th, td').map((c) => c.text()))).toEqual([['11月1日', '4', '1'], ['今天', '7', '3']])
    await vi.dynamicImportSettled()
    await flushPromises()
    expect(chart.find('.sr-only').exists()).toBe(false)
    expect(chart.find('table').exists()).toBe(true)
    expect(chart.find('[role=img]').exists()).toBe(false)
  })
})
