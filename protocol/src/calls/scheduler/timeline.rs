//! What is due when, and who comes first: sorted lists, which are found by halves.

/// Ids in the order of the times at which something is to be done for them.
#[derive(Default)]
pub(super) struct Timeline(Vec<(f64, u32)>);

impl Timeline {
    /// Adds an id.
    pub fn insert(&mut self, time: f64, id: u32) {
        let index = self.position(time, id);
        self.0.insert(index, (time, id));
    }

    /// Removes an id that was added with this time.
    pub fn remove(&mut self, time: f64, id: u32) {
        let index = self.position(time, id);
        if self.0.get(index) == Some(&(time, id)) {
            self.0.remove(index);
        }
    }

    /// The first time; nothing where there is no id.
    pub fn first(&self) -> Option<f64> {
        self.0.first().map(|(time, _)| *time)
    }

    /// The first id whose time has come.
    pub fn due(&self, now: f64) -> Option<u32> {
        let (time, id) = self.0.first()?;
        (*time <= now).then_some(*id)
    }

    fn position(&self, time: f64, id: u32) -> usize {
        self.0.partition_point(|other| *other < (time, id))
    }
}

/// Ids in the order in which they were made.
#[derive(Default)]
pub(super) struct Ids(Vec<u32>);

impl Ids {
    /// Adds an id that is not there.
    pub fn insert(&mut self, id: u32) {
        let index = self.position(id);
        self.0.insert(index, id);
    }

    /// Removes an id.
    pub fn remove(&mut self, id: u32) {
        let index = self.position(id);
        if self.0.get(index) == Some(&id) {
            self.0.remove(index);
        }
    }

    /// The first one.
    pub fn first(&self) -> Option<u32> {
        self.0.first().copied()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().copied()
    }

    fn position(&self, id: u32) -> usize {
        self.0.partition_point(|other| *other < id)
    }
}
