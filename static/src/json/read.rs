//! What the browser has parsed, read into the portal's types.
//!
//! A library's reader would bring what it takes to describe any mistake in words,
//! decimal fractions among them, and would read a struct from a list, too. The
//! service writes objects, and a mistake is told by the field that it lies in.

use std::fmt;

use js_sys::{Array, Number, Object, Reflect};
use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Expected, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use wasm_bindgen::{JsCast as _, JsValue};

/// A value of the browser's.
pub struct Read(pub JsValue);

/// What is wrong with a value: the field that is missing, or the kind of mistake.
#[derive(Debug)]
pub struct Unread(pub &'static str);

impl<'de> Deserializer<'de> for Read {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        let value = &self.0;
        if value.is_null() || value.is_undefined() {
            visitor.visit_unit()
        } else if let Some(is) = value.as_bool() {
            visitor.visit_bool(is)
        } else if let Some(number) = value.as_f64() {
            match Number::is_safe_integer(value) {
                true => visitor.visit_i64(number as i64),
                false => visitor.visit_f64(number),
            }
        } else if let Some(text) = value.as_string() {
            visitor.visit_string(text)
        } else if Array::is_array(value) {
            visitor.visit_seq(Elements::of(self.0.unchecked_into()))
        } else {
            visitor.visit_map(Fields::all(self.0.unchecked_into()))
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.0.is_null() || self.0.is_undefined() {
            true => visitor.visit_none(),
            false => visitor.visit_some(self),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        match self.0.is_object() {
            true => visitor.visit_map(Named::of(self.0, names)),
            false => Err(Unread("not an object")),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        visitor.visit_enum(Word(self.0.as_string().unwrap_or_default()))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// The elements of a list.
struct Elements {
    list: Array,
    next: u32,
}

impl Elements {
    fn of(list: Array) -> Self {
        Self { list, next: 0 }
    }
}

impl<'de> SeqAccess<'de> for Elements {
    type Error = Unread;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unread> {
        if self.list.length() <= self.next {
            return Ok(None);
        }
        let element = self.list.get(self.next);
        self.next += 1;
        seed.deserialize(Read(element)).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some((self.list.length() - self.next) as usize)
    }
}

/// The fields of an object that a type names; others are never looked at.
struct Named {
    object: JsValue,
    names: std::slice::Iter<'static, &'static str>,
    value: JsValue,
}

impl Named {
    fn of(object: JsValue, names: &'static [&'static str]) -> Self {
        Self {
            object,
            names: names.iter(),
            value: JsValue::UNDEFINED,
        }
    }

    /// The next field that there is.
    fn advance(&mut self) -> Option<&'static str> {
        for name in self.names.by_ref() {
            self.value = Reflect::get(&self.object, &JsValue::from_str(name)).unwrap_or_default();
            if !self.value.is_undefined() {
                return Some(name);
            }
        }
        None
    }
}

impl<'de> MapAccess<'de> for Named {
    type Error = Unread;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unread> {
        match self.advance() {
            Some(name) => seed.deserialize(StrDeserializer::new(name)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unread> {
        seed.deserialize(Read(std::mem::take(&mut self.value)))
    }
}

/// All fields of an object.
struct Fields {
    entries: Array,
    next: u32,
    value: JsValue,
}

impl Fields {
    fn all(object: Object) -> Self {
        Self {
            entries: Object::entries(&object),
            next: 0,
            value: JsValue::UNDEFINED,
        }
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Unread;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unread> {
        if self.entries.length() <= self.next {
            return Ok(None);
        }
        let entry: Array = self.entries.get(self.next).unchecked_into();
        self.next += 1;
        self.value = entry.get(1);
        seed.deserialize(Read(entry.get(0))).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unread> {
        seed.deserialize(Read(std::mem::take(&mut self.value)))
    }
}

/// One of the words that a type knows.
struct Word(String);

impl<'de> EnumAccess<'de> for Word {
    type Error = Unread;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Unread> {
        let known = seed.deserialize(StrDeserializer::new(&self.0))?;
        Ok((known, self))
    }
}

impl<'de> VariantAccess<'de> for Word {
    type Error = Unread;

    fn unit_variant(self) -> Result<(), Unread> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Unread> {
        Err(Unread("not a word"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Unread> {
        Err(Unread("not a word"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Unread> {
        Err(Unread("not a word"))
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

impl std::error::Error for Unread {}

impl de::Error for Unread {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self("not as expected")
    }

    fn invalid_type(_: Unexpected, _: &dyn Expected) -> Self {
        Self("of another type")
    }

    fn invalid_value(_: Unexpected, _: &dyn Expected) -> Self {
        Self("out of range")
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self("of another length")
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self("an unknown word")
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self("an unknown field")
    }

    fn missing_field(field: &'static str) -> Self {
        Self(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self(field)
    }
}
