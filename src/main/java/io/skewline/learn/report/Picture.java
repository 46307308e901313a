// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * A drawn chart and what it says.
 *
 * @param name of its file, without ending
 */
record Picture(String name, String caption, String title, byte[] png) {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 480;
  private static final Color POOR = new Color(0xF7FBFF);
  private static final Color GOOD = new Color(0x2171B5);

  static Picture of(String name, String caption, Chart<?, ?> chart) {
    try {
      byte[] png = BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG);
      return new Picture(name, caption, chart.getTitle(), png);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
  }

  static XYChart curves(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    plain(chart.getStyler());
    chart.getStyler().setMarkerSize(7);
    chart.getStyler().setErrorBarsColorSeriesColor(true);
    return chart;
  }

  static XYChart points(String title, String x, String y) {
    XYChart chart = curves(title, x, y);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    return chart;
  }

  /**
   * @param lowIsGood whether the low values get the strong colour
   */
  static HeatMapChart heatMap(String title, String x, String y, boolean lowIsGood) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    plain(chart.getStyler());
    chart.getStyler().setShowValue(true);
    chart.getStyler().setHeatMapValueDecimalPattern("0.000");
    chart
        .getStyler()
        .setHeatMapDecimalValueFormatter(value -> String.format(Locale.ROOT, "%.3f", value));
    chart
        .getStyler()
        .setRangeColors(lowIsGood ? new Color[] {GOOD, POOR} : new Color[] {POOR, GOOD});
    return chart;
  }

  private static void plain(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(new Color(0xDDDDDD));
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setLegendBorderColor(Color.WHITE);
  }
}
