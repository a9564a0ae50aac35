//! The pictures of the examples: a [`Picture`] is a row of panels, and a panel is a [`Chart`],
//! a grid of [`Images`] or a [`Table`] of counts.
//!
//! ```text
//! Picture::new("01_parabola")
//!     .panel(Chart::new("A parabola", "x", "f(x)").line("x²", points))
//!     .save()?;      // pictures/01_parabola.svg
//! ```
//! A panel is a description; nothing is drawn before `save`. Colours are those of Okabe and Ito
//! (2008), which colour-blind readers can tell apart. The files are SVG with the reader's own fonts,
//! so that no font library is needed to write them.

#![allow(dead_code, reason = "each example uses the part that it needs")]

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::{error::Error, fs, ops::Range, path::Path};

type Drawn = Result<(), Box<dyn Error>>;
type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Blue, vermilion, green, purple, orange, sky blue, black.
const PALETTE: [RGBColor; 7] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(170, 68, 153),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(0, 0, 0),
];
const INK: RGBColor = RGBColor(50, 50, 50);
const PALE: RGBColor = RGBColor(228, 228, 228);
const FONT: &str = "sans-serif";

/// Units to a pixel. Plotters draws on whole units, and lines on whole pixels look chewed; so all
/// sizes go through [`px`], and the file says that the picture is smaller.
const FINE: i32 = 8;

/// So many pixels, in units.
const fn px(pixels: i32) -> i32 {
    FINE * pixels
}

/// A font size or a width of a line, in pixels.
const fn wide(pixels: u32) -> u32 {
    px(pixels as i32) as u32
}

/// Panels side by side, as one file.
pub struct Picture {
    name: String,
    panels: Vec<Box<dyn Panel>>,
    columns: usize,
    size: (u32, u32),
}

impl Picture {
    /// A picture without panels, to be saved as `pictures/{name}.svg`.
    pub fn new(name: &str) -> Self {
        Self { name: name.into(), panels: Vec::new(), columns: 2, size: (430, 340) }
    }

    /// One more panel, right of the last or in a new row.
    pub fn panel(mut self, panel: impl Panel + 'static) -> Self {
        self.panels.push(Box::new(panel));
        self
    }

    /// How many panels stand in a row; 2 unless stated.
    pub fn columns(self, columns: usize) -> Self {
        Self { columns, ..self }
    }

    /// The size of a panel in pixels; 430 × 340 unless stated.
    pub fn panel_size(self, width: u32, height: u32) -> Self {
        Self { size: (width, height), ..self }
    }

    /// Draws the panels, writes the file and says where it is.
    pub fn save(self) -> Drawn {
        let columns = self.columns.min(self.panels.len()).max(1);
        let rows = self.panels.len().div_ceil(columns);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pictures");
        fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{}.svg", self.name));
        let (width, height) = (self.size.0 * columns as u32, self.size.1 * rows as u32);
        let (units_x, units_y) = (wide(width), wide(height));
        let mut svg = String::new();
        {
            let root = SVGBackend::with_string(&mut svg, (units_x, units_y)).into_drawing_area();
            root.fill(&WHITE)?;
            for (panel, area) in self.panels.iter().zip(root.split_evenly((rows, columns))) {
                panel.draw(&area)?;
            }
            root.present()?;
        }
        let units = format!(r#"width="{units_x}" height="{units_y}""#);
        fs::write(
            &file,
            svg.replacen(&units, &format!(r#"width="{width}" height="{height}""#), 1),
        )?;
        println!("Picture: pictures/{}.svg", self.name);
        Ok(())
    }
}

/// What can be a part of a [`Picture`].
pub trait Panel {
    /// Draws it, filling the area.
    fn draw(&self, area: &Area<'_>) -> Drawn;
}

/// How the points of a series are shown.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Line,
    Dashed,
    Dots,
    Path,
    Bars,
}

struct Series {
    label: String,
    mark: Mark,
    points: Vec<(f64, f64)>,
    /// A number in [`PALETTE`].
    colour: usize,
}

/// Where the legend stands.
#[derive(Clone, Copy)]
pub enum Corner {
    UpperLeft,
    UpperRight,
    LowerLeft,
    LowerRight,
    /// Half-way up, at the right.
    Right,
}

/// Lines, dots, bars and a coloured surface over two axes.
pub struct Chart {
    title: String,
    axes: [String; 2],
    ranges: [Option<Range<f64>>; 2],
    log: [bool; 2],
    legend: Corner,
    surface: Option<Box<dyn Fn(f64, f64) -> f64>>,
    series: Vec<Series>,
}

impl Chart {
    /// An empty chart. The axes cover what is drawn, unless [`x`](Self::x) or [`y`](Self::y) says
    /// otherwise.
    pub fn new(title: &str, x_axis: &str, y_axis: &str) -> Self {
        Self {
            title: title.into(),
            axes: [x_axis.into(), y_axis.into()],
            ranges: [None, None],
            log: [false; 2],
            legend: Corner::UpperRight,
            surface: None,
            series: Vec::new(),
        }
    }

    /// The part of the x axis that is shown.
    pub fn x(mut self, range: Range<f64>) -> Self {
        self.ranges[0] = Some(range);
        self
    }

    /// The part of the y axis that is shown.
    pub fn y(mut self, range: Range<f64>) -> Self {
        self.ranges[1] = Some(range);
        self
    }

    /// A logarithmic x axis; points with x ≤ 0 are left out.
    pub fn log_x(mut self) -> Self {
        self.log[0] = true;
        self
    }

    /// A logarithmic y axis; points with y ≤ 0 are left out.
    pub fn log_y(mut self) -> Self {
        self.log[1] = true;
        self
    }

    /// Where the legend stands; upper right unless stated.
    pub fn legend(self, legend: Corner) -> Self {
        Self { legend, ..self }
    }

    /// Points joined by a line. Series without a label are not in the legend.
    pub fn line(self, label: &str, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.series(label, Mark::Line, points)
    }

    /// Points joined by a dashed line: a reference to compare with.
    pub fn dashed(self, label: &str, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.series(label, Mark::Dashed, points)
    }

    /// Points alone.
    pub fn dots(self, label: &str, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.series(label, Mark::Dots, points)
    }

    /// Points with a thin line from each to the next: steps.
    pub fn path(self, label: &str, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.series(label, Mark::Path, points)
    }

    /// Bars from 0 to y, each as wide as the x axis has room for.
    pub fn bars(self, label: &str, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.series(label, Mark::Bars, points)
    }

    /// A value in [0, 1] for each place, as a colour behind the rest: 0 blue, ½ white, 1 vermilion,
    /// as the first two series are. Give both ranges too.
    pub fn surface(self, value: impl Fn(f64, f64) -> f64 + 'static) -> Self {
        Self { surface: Some(Box::new(value)), ..self }
    }

    fn series(
        mut self,
        label: &str,
        mark: Mark,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Self {
        let colour = self.series.len() % PALETTE.len();
        let points = points.into_iter().collect();
        self.series.push(Series { label: label.into(), mark, points, colour });
        self
    }

    /// The colour of the last series, as a number: give two series that belong together one colour.
    pub fn colour(mut self, colour: usize) -> Self {
        if let Some(series) = self.series.last_mut() {
            series.colour = colour % PALETTE.len();
        }
        self
    }

    /// From what the caller gave to the scale of the axes; `None` where a logarithm does not exist.
    fn scaled(&self, (x, y): (f64, f64)) -> Option<(f64, f64)> {
        let [x, y] = [(x, self.log[0]), (y, self.log[1])]
            .map(|(value, log)| if log { value.log10() } else { value });
        (x.is_finite() && y.is_finite()).then_some((x, y))
    }

    /// The range that was asked for, or one that all points are in, with some air.
    fn range(&self, axis: usize) -> Range<f64> {
        if let Some(Range { start, end }) = self.ranges[axis].clone() {
            let scale = |v: f64| if self.log[axis] { v.log10() } else { v };
            return scale(start)..scale(end);
        }
        let mut values: Vec<f64> = Vec::new();
        for series in &self.series {
            let points = series.points.iter().filter_map(|&point| self.scaled(point));
            values.extend(points.map(|(x, y)| if axis == 0 { x } else { y }));
            if series.mark == Mark::Bars && axis == 1 {
                values.push(0.0);
            }
        }
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if low > high {
            return 0.0..1.0;
        }
        let air = if high > low { 0.04 * (high - low) } else { 0.5 };
        let bars_from_zero = axis == 1 && low == 0.0;
        (if bars_from_zero { 0.0 } else { low - air })..high + air
    }
}

impl Panel for Chart {
    fn draw(&self, area: &Area<'_>) -> Drawn {
        let (x_range, y_range) = (self.range(0), self.range(1));
        let area = titled(area, &self.title)?;
        let mut chart = ChartBuilder::on(&area)
            .margin_left(px(8))
            .margin_bottom(px(8))
            .margin_right(px(16))
            .x_label_area_size(px(42))
            .y_label_area_size(px(56))
            .build_cartesian_2d(x_range.clone(), y_range.clone())?;

        if let Some(surface) = &self.surface {
            // Runs of one shade are one rectangle: a tenth of the file.
            const CELLS: usize = 64;
            let cell = |range: &Range<f64>, i: usize| {
                range.start + (range.end - range.start) * i as f64 / CELLS as f64
            };
            for row in 0..CELLS {
                let (y0, y1) = (cell(&y_range, row), cell(&y_range, row + 1));
                let above = (y1 + 0.2 * (y1 - y0)).min(y_range.end);
                let shade = |column: usize| {
                    let x = (cell(&x_range, column) + cell(&x_range, column + 1)) / 2.0;
                    (surface(x, (y0 + y1) / 2.0).clamp(0.0, 1.0) * 16.0).round() as i32
                };
                let shades: Vec<i32> = (0..CELLS).map(shade).collect();
                let mut start = 0;
                for run in shades.chunk_by(|a, b| a == b) {
                    let (x0, x1) = (cell(&x_range, start), cell(&x_range, start + run.len()));
                    start += run.len();
                    // A little beyond the edge, where the next cell covers it: two that only touch
                    // would let a hairline of the background through.
                    let x1 = (x1 + 0.2 * (cell(&x_range, 1) - x_range.start)).min(x_range.end);
                    let style = diverging(f64::from(run[0]) / 16.0).filled();
                    chart.draw_series([Rectangle::new([(x0, y0), (x1, above)], style)])?;
                }
            }
        }

        let tick = |log: bool| {
            move |value: &f64| {
                if log { power(*value) } else { number(*value) }
            }
        };
        let (x_tick, y_tick) = (tick(self.log[0]), tick(self.log[1]));
        let ticks = |log: bool, range: &Range<f64>, usual: usize| {
            if log { ((range.end - range.start) as usize + 1).min(usual) } else { usual }
        };
        let mut mesh = chart.configure_mesh();
        mesh.x_desc(&self.axes[0])
            .y_desc(&self.axes[1])
            .x_labels(ticks(self.log[0], &x_range, 7))
            .y_labels(ticks(self.log[1], &y_range, 8))
            .x_label_formatter(&x_tick)
            .y_label_formatter(&y_tick)
            .label_style((FONT, px(12)).into_font().color(&INK))
            .axis_desc_style((FONT, px(14)).into_font().color(&INK))
            .axis_style(INK.stroke_width(wide(1)))
            .set_all_tick_mark_size(px(5))
            .light_line_style(TRANSPARENT)
            .bold_line_style(PALE.stroke_width(wide(1)));
        if self.surface.is_some() {
            mesh.disable_mesh();
        }
        mesh.draw()?;

        for series in &self.series {
            let colour = PALETTE[series.colour];
            let points: Vec<(f64, f64)> =
                series.points.iter().filter_map(|&point| self.scaled(point)).collect();
            let inside = points
                .iter()
                .copied()
                .filter(|(x, y)| within(&x_range, *x) && within(&y_range, *y));
            let segments =
                points.windows(2).filter_map(|ends| clip([ends[0], ends[1]], &x_range, &y_range));
            let thin = series.mark == Mark::Path;
            let stroke = colour.stroke_width(wide(if thin { 1 } else { 2 }));
            match series.mark {
                Mark::Line | Mark::Path => {
                    for run in joined(segments) {
                        chart.draw_series([PathElement::new(run, stroke)])?;
                    }
                }
                Mark::Dashed => {
                    for run in joined(segments) {
                        chart.draw_series(DashedLineSeries::new(run, px(6), px(4), stroke))?;
                    }
                }
                Mark::Dots => {}
                Mark::Bars => {
                    let width = 0.9 * (x_range.end - x_range.start) / points.len().max(1) as f64;
                    let half = points
                        .windows(2)
                        .map(|p| 0.9 * (p[1].0 - p[0].0).abs())
                        .fold(width, f64::min)
                        / 2.0;
                    let floor = y_range.start.max(0.0);
                    chart.draw_series(points.iter().map(|&(x, y)| {
                        let corners = [(x - half, floor), (x + half, y.min(y_range.end))];
                        Rectangle::new(corners, colour.mix(0.75).filled())
                    }))?;
                }
            }
            if matches!(series.mark, Mark::Dots | Mark::Path) {
                let on_surface = self.surface.is_some();
                for point in inside {
                    if on_surface {
                        chart.draw_series([Circle::new(point, px(6), WHITE.filled())])?;
                    }
                    let radius = px(if on_surface { 5 } else { 3 });
                    chart.draw_series([Circle::new(point, radius, colour.filled())])?;
                }
            }
            if !series.label.is_empty() {
                // An empty series carries the label, so that every kind of mark has one.
                let label = chart.draw_series(std::iter::empty::<Circle<(f64, f64), i32>>())?;
                let label = label.label(&series.label);
                let line = |(x, y)| [(x, y), (x + px(18), y)];
                match series.mark {
                    Mark::Line => label.legend(move |at| PathElement::new(line(at), stroke)),
                    Mark::Dashed => label.legend(move |at| {
                        plotters::element::DashedPathElement::new(line(at), px(6), px(4), stroke)
                    }),
                    Mark::Dots | Mark::Path => label
                        .legend(move |(x, y)| Circle::new((x + px(9), y), px(4), colour.filled())),
                    Mark::Bars => label.legend(move |(x, y)| {
                        let corners = [(x + px(2), y - px(5)), (x + px(16), y + px(5))];
                        Rectangle::new(corners, colour.mix(0.75).filled())
                    }),
                };
            }
        }

        if self.series.iter().any(|series| !series.label.is_empty()) {
            let corner = match self.legend {
                Corner::UpperLeft => SeriesLabelPosition::UpperLeft,
                Corner::UpperRight => SeriesLabelPosition::UpperRight,
                Corner::LowerLeft => SeriesLabelPosition::LowerLeft,
                Corner::LowerRight => SeriesLabelPosition::LowerRight,
                Corner::Right => SeriesLabelPosition::MiddleRight,
            };
            chart
                .configure_series_labels()
                .position(corner)
                .margin(px(8))
                .legend_area_size(px(24))
                .background_style(WHITE.mix(0.85))
                .border_style(PALE.stroke_width(wide(1)))
                .label_font((FONT, px(13)).into_font().color(&INK))
                .draw()?;
        }
        Ok(())
    }
}

/// Small grey images with a word below each, such as digits with their predictions.
pub struct Images {
    title: String,
    width: usize,
    columns: usize,
    images: Vec<(Vec<f64>, String, bool)>,
}

impl Images {
    /// Images of so many pixels a row, and so many images a row.
    pub fn new(title: &str, width: usize, columns: usize) -> Self {
        Self { title: title.into(), width, columns, images: Vec::new() }
    }

    /// One image: its pixels from 0 (white) to 1 (black), row by row, and its caption, which is
    /// vermilion where something is `wrong`.
    pub fn image(
        mut self,
        pixels: impl IntoIterator<Item = f64>,
        caption: &str,
        wrong: bool,
    ) -> Self {
        self.images.push((pixels.into_iter().collect(), caption.into(), wrong));
        self
    }
}

impl Panel for Images {
    fn draw(&self, area: &Area<'_>) -> Drawn {
        let area = titled(area, &self.title)?;
        let columns = self.columns.max(1);
        let rows = self.images.len().div_ceil(columns).max(1);
        for ((pixels, caption, wrong), cell) in
            self.images.iter().zip(area.split_evenly((rows, columns)))
        {
            let (width, height) = cell.dim_in_pixel();
            let lines = pixels.len().div_ceil(self.width).max(1);
            let room = (width.saturating_sub(wide(8)), height.saturating_sub(wide(26)));
            let side = (room.0 / self.width as u32).min(room.1 / lines as u32).max(1) as i32;
            let left = (width as i32 - side * self.width as i32) / 2;
            for (line, row) in pixels.chunks(self.width).enumerate() {
                let grey: Vec<u8> = row
                    .iter()
                    .map(|p| 255 - (p.clamp(0.0, 1.0) * 16.0).round() as u8 * 15)
                    .collect();
                let mut start = 0;
                for run in grey.chunk_by(|a, b| a == b) {
                    let (x, y) = (left + side * start, px(2) + side * line as i32);
                    let corners =
                        [(x, y), (x + side * run.len() as i32 + px(1) / 4, y + side + px(1) / 4)];
                    start += run.len() as i32;
                    if run[0] < 255 {
                        let shade = RGBColor(run[0], run[0], run[0]);
                        cell.draw(&Rectangle::new(corners, shade.filled()))?;
                    }
                }
            }
            let bottom = px(2) + side * lines as i32;
            let edge = [(left, px(2)), (left + side * self.width as i32, bottom)];
            cell.draw(&frame(edge))?;
            let style = (FONT, px(13)).into_font().color(if *wrong { &PALETTE[1] } else { &INK });
            let style = style.pos(Pos::new(HPos::Center, VPos::Top));
            cell.draw(&Text::new(caption.as_str(), (width as i32 / 2, bottom + px(4)), style))?;
        }
        Ok(())
    }
}

/// Counts in rows and columns, such as a confusion matrix: the larger its share of the row, the
/// darker a cell.
pub struct Table {
    title: String,
    axes: [String; 2],
    names: Vec<String>,
    counts: Vec<Vec<usize>>,
}

impl Table {
    /// As many names as rows and as columns.
    pub fn new(
        title: &str,
        x_axis: &str,
        y_axis: &str,
        names: impl IntoIterator<Item = String>,
        counts: Vec<Vec<usize>>,
    ) -> Self {
        let axes = [x_axis.into(), y_axis.into()];
        Self { title: title.into(), axes, names: names.into_iter().collect(), counts }
    }
}

impl Panel for Table {
    fn draw(&self, area: &Area<'_>) -> Drawn {
        let area = titled(area, &self.title)?;
        let (width, height) = area.dim_in_pixel();
        let (width, height) = (width as i32, height as i32);
        let (left, bottom) = (px(52), height - px(44));
        let n = self.names.len().max(1) as i32;
        let (cell_width, cell_height) = ((width - left - px(14)) / n, bottom / n);
        let top = bottom - n * cell_height;
        let text = |size: i32, colour: &RGBColor| {
            (FONT, px(size)).into_font().color(colour).pos(Pos::new(HPos::Center, VPos::Center))
        };
        for (row, counts) in (0..).zip(&self.counts) {
            let whole = counts.iter().sum::<usize>().max(1) as f64;
            let y = top + row * cell_height;
            for (column, count) in (0..).zip(counts) {
                let share = *count as f64 / whole;
                let x = left + column * cell_width;
                let corners = [(x, y), (x + cell_width, y + cell_height)];
                // A few errors among many hits should be seen: the root lifts small shares.
                area.draw(&Rectangle::new(
                    corners,
                    blend(WHITE, PALETTE[0], share.sqrt()).filled(),
                ))?;
                area.draw(&frame(corners))?;
                if *count > 0 {
                    let ink = if share > 0.3 { &WHITE } else { &INK };
                    let middle = (x + cell_width / 2, y + cell_height / 2);
                    area.draw(&Text::new(count.to_string(), middle, text(12, ink)))?;
                }
            }
        }
        for (i, name) in (0..).zip(&self.names) {
            let (x, y) = (left + i * cell_width, top + i * cell_height);
            let below = (x + cell_width / 2, bottom + px(10));
            let beside = (left - px(12), y + cell_height / 2);
            area.draw(&Text::new(name.as_str(), below, text(12, &INK)))?;
            area.draw(&Text::new(name.as_str(), beside, text(12, &INK)))?;
        }
        let middle = (left + (width - left) / 2, height - px(14));
        area.draw(&Text::new(self.axes[0].as_str(), middle, text(14, &INK)))?;
        let upright = (FONT, px(14)).into_font().transform(FontTransform::Rotate270).color(&INK);
        let upright = upright.pos(Pos::new(HPos::Center, VPos::Center));
        area.draw(&Text::new(self.axes[1].as_str(), (px(16), (top + bottom) / 2), upright))?;
        Ok(())
    }
}

/// Writes a title, and gives the area below it.
fn titled<'a>(area: &Area<'a>, title: &str) -> Result<Area<'a>, Box<dyn Error>> {
    let (head, body) = area.split_vertically(px(34));
    let style = (FONT, px(17)).into_font().color(&INK).pos(Pos::new(HPos::Center, VPos::Center));
    let middle = (head.dim_in_pixel().0 as i32 / 2, px(20));
    head.draw(&Text::new(title, middle, style))?;
    Ok(body)
}

/// A frame. A rectangle's own outline is always one unit wide, which is next to nothing here.
fn frame([(left, top), (right, bottom)]: [(i32, i32); 2]) -> PathElement<(i32, i32)> {
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    PathElement::new(corners, PALE.stroke_width(wide(1)))
}

fn within(range: &Range<f64>, value: f64) -> bool {
    range.start <= value && value <= range.end
}

/// The part of a segment that is inside the axes: plotters would draw the rest over the labels.
/// Liang and Barsky (1984).
fn clip(ends: [(f64, f64); 2], x: &Range<f64>, y: &Range<f64>) -> Option<[(f64, f64); 2]> {
    let [(x0, y0), (x1, y1)] = ends;
    let (dx, dy) = (x1 - x0, y1 - y0);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (step, room) in
        [(-dx, x0 - x.start), (dx, x.end - x0), (-dy, y0 - y.start), (dy, y.end - y0)]
    {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enter = enter.max(room / step);
        } else {
            leave = leave.min(room / step);
        }
    }
    let at = |t: f64| (x0 + t * dx, y0 + t * dy);
    (enter < leave).then(|| [at(enter), at(leave)])
}

/// Segments that touch, as one run of points: one element of the file instead of many.
fn joined(segments: impl Iterator<Item = [(f64, f64); 2]>) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
    for [from, to] in segments {
        match runs.last_mut() {
            Some(run) if run.last() == Some(&from) => run.push(to),
            _ => runs.push(vec![from, to]),
        }
    }
    runs
}

/// A number on an axis, without digits that say nothing.
fn number(value: f64) -> String {
    let rounded = format!("{value:.6}");
    let short = rounded.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".into() } else { short.replace('-', "−") }
}

/// A power of ten on a logarithmic axis.
fn power(exponent: f64) -> String {
    if (-3.5..4.5).contains(&exponent) && exponent.fract().abs() < 1e-9 {
        return number(10f64.powf(exponent));
    }
    let superscript = |digit: char| match digit {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '.' => '·',
        other => {
            other.to_digit(10).and_then(|digit| char::from_u32(0x2070 + digit)).unwrap_or(other)
        }
    };
    let digits = format!("{exponent:.1}");
    format!("10{}", digits.trim_end_matches(".0").chars().map(superscript).collect::<String>())
}

/// 0 the first colour of the palette, ½ white, 1 the second; paler than those, so that dots show.
fn diverging(value: f64) -> RGBColor {
    let side = if value < 0.5 { PALETTE[0] } else { PALETTE[1] };
    blend(WHITE, side, (value - 0.5).abs() * 1.3)
}

fn blend(from: RGBColor, to: RGBColor, share: f64) -> RGBColor {
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share) as u8;
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}
