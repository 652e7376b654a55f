//! The columns of a file of sensors.

use crate::screens::admin::ask::Words;

/// A column of the file.
pub struct Column {
    /// How the API names its field; what stands for the place has names of its own.
    pub name: &'static str,
    /// Its header.
    pub header: Words,
    /// What stands in it.
    pub what: Words,
    /// Whether it must be filled.
    pub must: bool,
    /// An example.
    pub example: &'static str,
}

const fn column(
    name: &'static str,
    header: Words,
    must: bool,
    what: Words,
    example: &'static str,
) -> Column {
    Column {
        name,
        header,
        what,
        must,
        example,
    }
}

/// What stands in a column of sides.
pub const SIDE: Words = (
    "исполнитель, клиент или третье лицо",
    "contractor, client or third_party",
);

/// The columns, in any order in the file.
#[rustfmt::skip]
pub static COLUMNS: [Column; 15] = [
    column("site", ("объект", "site"), true, ("название объекта", "the site's name"), "Магазин на Невском"),
    column("entrance", ("входная группа", "entrance"), true, ("название; новая будет добавлена", "its name; a new one is added"), "Главный вход"),
    column("name", ("датчик", "sensor"), true, ("название датчика", "the sensor's name"), "Датчик 1"),
    column("format", ("производитель", "maker"), true, ("название производителя или код формата", "the maker's name or the format's code"), "hikvision"),
    column("model", ("модель", "model"), false, ("модель", "the model"), "iDS-2CD6810F/C"),
    column("serial", ("серийный номер", "serial"), false, ("серийный номер", "the serial number"), "FK1234567"),
    column("interval", ("интервал, мин", "interval, min"), false, ("минуты; без него как принято у производителя", "minutes; the maker's usual one without it"), "15"),
    column("room", ("помещение", "room"), false, ("где висит", "where it hangs"), "Тамбур"),
    column("cabinet", ("шкаф", "cabinet"), false, ("где подключён", "where it is connected"), "Ш-1"),
    column("supplied_by", ("поставил", "supplied by"), false, SIDE, "исполнитель"),
    column("supplier", ("поставщик", "supplier"), false, ("название поставщика", "the supplier's name"), ""),
    column("mounted_by", ("смонтировал", "mounted by"), false, SIDE, "исполнитель"),
    column("mounter", ("монтажник", "mounter"), false, ("название монтажника", "the mounter's name"), ""),
    column("warranty_until", ("гарантия до", "warranty until"), false, ("дата: 31.12.2027 или 2027-12-31", "a date: 2027-12-31 or 31.12.2027"), "31.12.2027"),
    column("system", ("система", "system"), false, ("нужна, если у клиента их несколько", "needed where the client has several"), ""),
];

/// The header of a column.
pub fn header_of(name: &str) -> Words {
    let column = COLUMNS.iter().find(|column| column.name == name);
    column.map_or(("", ""), |column| column.header)
}
