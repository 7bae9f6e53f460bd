//! What is due when, and who comes first: sorted lists, which are found by halves.

/// Ids in the order of the times at which they are due.
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

    /// The first time; `None` if there is no id.
    pub fn first(&self) -> Option<f64> {
        self.0.first().map(|(time, _)| *time)
    }

    /// The first id, if it is due.
    pub fn due(&self, now: f64) -> Option<u32> {
        let (time, id) = self.0.first()?;
        (*time <= now).then_some(*id)
    }

    fn position(&self, time: f64, id: u32) -> usize {
        self.0.partition_point(|other| *other < (time, id))
    }
}

/// Ids in their own order, which is the order in which they were made.
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
    pub fn as_slice(&self) -> &[u32] {
        &self.0
    }

    fn position(&self, id: u32) -> usize {
        self.0.partition_point(|other| *other < id)
    }
}

/// Ids in their orders: sorted by the order's name, then by id.
#[derive(Default)]
pub(super) struct Orders(Vec<(String, u32)>);

impl Orders {
    /// Adds an id that is above all others; whether it is the first of its order.
    pub fn insert(&mut self, order: String, id: u32) -> bool {
        let is_first = self.first(&order).is_none();
        let index = self.position(&order, id);
        self.0.insert(index, (order, id));
        is_first
    }

    /// Removes an id; gives the one whose turn it is now.
    pub fn remove(&mut self, order: &str, id: u32) -> Option<u32> {
        let was_first = self.first(order) == Some(id);
        let index = self.position(order, id);
        if self.0.get(index).is_some_and(|(_, found)| *found == id) {
            self.0.remove(index);
        }
        self.first(order).filter(|_| was_first)
    }

    fn first(&self, order: &str) -> Option<u32> {
        let (found, id) = self.0.get(self.position(order, 0))?;
        (found == order).then_some(*id)
    }

    fn position(&self, order: &str, id: u32) -> usize {
        self.0
            .partition_point(|(other, other_id)| (other.as_str(), *other_id) < (order, id))
    }
}
